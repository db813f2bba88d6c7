"""Start-up: the only room that knows which server the tutor runs in, and that wires ports to adapters."""
