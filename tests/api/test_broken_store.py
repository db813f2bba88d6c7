"""A database that cannot be used: a clear sentence for each request, nothing lost, and recovery."""

from __future__ import annotations

from tutor_server import frames_until_end, json_of, running_server, send, text_of

CELL = {"notebook_path": "week1.ipynb", "cell_id": "c1", "cell_code": "print(totl)"}


async def ask(server) -> list[dict]:
    socket = await server.socket()
    await send(socket, content="Why does this fail?", **CELL)
    return await frames_until_end(socket)


async def test_a_corrupt_database_is_named_left_alone_and_can_be_moved_away(tmp_path, monkeypatch, provider):
    """The student reads what to do, the file is not touched, and without it the tutor works again."""
    environ = {"OPENAI_API_KEY": "fake", "OPENAI_BASE_URL": f"{provider.url}/v1"}
    data = tmp_path / "data"
    data.mkdir()
    broken = data / "tutor.sqlite"
    broken.write_bytes(b"this is no database " * 500)
    async with running_server(tmp_path, monkeypatch, environ=environ, data_dir=data) as server:
        (error,) = await ask(server)
        assert error["code"] == "DB_UNAVAILABLE"
        assert "tutor.sqlite" in error["message"]
        response = await server.fetch("chat/sessions")
        assert (response.code, json_of(response)["code"]) == (503, "DB_UNAVAILABLE")
        assert broken.read_bytes() == b"this is no database " * 500
        assert provider.journal == []
        broken.rename(data / "kept-aside")
        assert text_of(await ask(server))
        assert (await server.fetch("health")).code == 200


async def test_a_folder_that_cannot_be_made_is_named(tmp_path, monkeypatch):
    """The server itself goes on; only the tutor says what is wrong."""
    in_the_way = tmp_path / "a-file"
    in_the_way.write_text("")
    async with running_server(tmp_path, monkeypatch, data_dir=in_the_way / "tutor") as server:
        (error,) = await ask(server)
        assert error["code"] == "DB_UNAVAILABLE"
        assert "a-file" in error["message"]
        in_the_way.unlink()
        assert text_of(await ask(server))
