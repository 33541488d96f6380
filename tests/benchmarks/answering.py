"""The tool module that answers for us: nothing to load, and nothing imported for it."""


def _load() -> None:
    """Nothing."""


def _synthesize(model: None, request: dict) -> dict:
    if request.get("sleep"):
        import time

        time.sleep(60)  # noqa: TID251 - it is about to be killed
    if "size" in request:
        return {"payload": bytes(request["size"])}
    return {"length": len(request.get("text", ""))}
