"""The tool module of the benchmarks: imports and loads nothing."""


def _load() -> None:
    """Nothing."""


def _synthesize(model: None, request: dict) -> dict:
    if request.get("sleep"):
        import time

        time.sleep(60)  # noqa: TID251 - killed meanwhile
    if "size" in request:
        return {"payload": bytes(request["size"])}
    return {"length": len(request.get("text", ""))}
