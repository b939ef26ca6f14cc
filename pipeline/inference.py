"""How networks are run: one thread in each worker, on whichever core is free."""

from __future__ import annotations

from typing import Any

import openvino

HOW = {
    "INFERENCE_NUM_THREADS": 1,
    "NUM_STREAMS": 1,
    "PERFORMANCE_HINT": "LATENCY",
    "ENABLE_CPU_PINNING": False,
}
"""OpenVINO binds its threads to cores otherwise, counted from the first: the networks of two workers took
turns on one core while the other had none of them."""


def request_of(
    model: openvino.Model, *, exact: bool = False, compiled: int | None = None
) -> openvino.InferRequest:
    """Compile a network and return what runs it.

    ``exact``: count in 32-bit floats on processors too that are faster in shorter ones (bfloat16).
    ``compiled``: how many compiled pieces are kept for shapes that come again (OpenVINO keeps 5,000).
    """
    how: dict[str, Any] = dict(HOW)
    if exact:
        how["INFERENCE_PRECISION_HINT"] = "f32"
    if compiled is not None:
        how["CPU_RUNTIME_CACHE_CAPACITY"] = compiled
    return openvino.Core().compile_model(model, "CPU", how).create_infer_request()
