"""What levels predict, on the shared attempt log."""

from __future__ import annotations

import shutil

import pytest

from jupyter_tutor.quality import attempt_log
from jupyter_tutor.quality.attempt_log import Attempted
from jupyter_tutor.quality.graded_difficulty import GradedResponses
from jupyter_tutor.quality.levels import OURS, measure

HEADER = "EventType,EventID,Order,SubjectID,ToolInstances,CodeStateID,ServerTimestamp,ProblemID,Correct\n"


def test_the_log_is_read_in_its_order(tmp_path) -> None:
    """Events are ordered by student and number; hint levels follow from tries, hints and success."""
    events = [
        "Submit,e,9,s2,t,c,d,alone,TRUE",
        "Submit,e,3,s1,t,c,d,once,TRUE",
        "Submit,e,4,s1,t,c,d,once,FALSE",
        "Submit,e,5,s1,t,c,d,later,FALSE",
        "Submit,e,6,s1,t,c,d,later,TRUE",
        "X-HintRequest,e,7,s1,t,c,d,later,FALSE",
        "Submit,e,1,s1,t,c,d,never,NA",
        "X-HintRequest,e,10,s1,t,c,d,asked,FALSE",
        "Submit,e,11,s1,t,c,d,asked,TRUE",
        "X-HintRequest,e,12,s1,t,c,d,lost,FALSE",
    ]
    path = tmp_path / attempt_log.FILE
    path.write_text(HEADER + "\n".join(events))
    log = attempt_log.read(path)
    assert log["s2"] == [Attempted("alone", first_right=True, hint_level=1)]
    assert [(each.problem, each.first_right, each.hint_level) for each in log["s1"]] == [
        ("never", False, 3),
        ("once", True, 1),
        ("later", False, 2),
        ("asked", False, 4),
        ("lost", False, 5),
    ]


def test_difficulty_is_what_help_was_needed() -> None:
    """A problem that everybody does alone is easier than one that takes hints; the unmet one is average."""
    by_student = {
        f"s{i}": [
            Attempted("easy", first_right=True, hint_level=1),
            Attempted("hard", first_right=False, hint_level=4),
        ]
        for i in range(10)
    }
    fitted = GradedResponses().fit(by_student)
    assert fitted.easiness("easy") > fitted.easiness("never seen") == fitted.mean > fitted.easiness("hard")
    assert GradedResponses().fit({}).easiness("any") == 0.0


def test_without_a_log_the_section_says_what_is_missing(tmp_path) -> None:
    """No file, no figures, and its name."""
    section = measure(tmp_path)
    assert (section.figures, section.missing) == ((), ("attempt_log.csv",))


@pytest.mark.parametrize("events", [(), ("Submit,e,1,s,t,c,d,p,TRUE",)])
def test_a_log_of_next_to_nothing_is_no_fault(tmp_path, events) -> None:
    """An empty log counts as missing; a single attempt has figures that say nothing."""
    (tmp_path / attempt_log.FILE).write_text(HEADER + "\n".join(events))
    section = measure(tmp_path)
    assert bool(section.missing) is not bool(section.figures)
    assert all(figure.value in {0.0, 0.5} for figure in section.figures)


@pytest.fixture(scope="module")
def measured(data_folder):
    return {figure.name: figure for figure in measure(data_folder).figures}


# req: P3, P4
def test_the_default_policy_predicts_best(measured) -> None:
    """Better than the problem average, `ema` and Elo, and above the goal; the baselines are reproduced."""
    ours = measured[f"First attempts, {OURS}"]
    average = measured["First attempts, problem average"].value
    moving = measured["First attempts, ema, problem average"].value
    elo = measured["First attempts, Elo, problem average"].value
    same_difficulty = measured["First attempts, graded_response, problem average"].value
    assert ours.value >= 0.82
    assert ours.meets_goal
    assert ours.value > same_difficulty > max(moving, elo) > average
    assert moving == pytest.approx(0.812, abs=0.01)
    assert elo == pytest.approx(0.814, abs=0.01)
    assert average == pytest.approx(0.791, abs=0.02)


def test_the_gain_over_the_problem_average_is_no_accident(measured) -> None:
    """The paired interval lies above zero."""
    assert measured[f"{OURS} above problem average"].low > 0


def test_the_same_log_gives_the_same_figures(measured, data_folder, tmp_path) -> None:
    """Nothing depends on chance or on what else lies in the folder."""
    shutil.copy(data_folder / attempt_log.FILE, tmp_path)
    assert {figure.name: figure for figure in measure(tmp_path).figures} == measured
