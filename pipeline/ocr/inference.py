"""How networks are run: one thread in each worker, on whichever core is free."""

from __future__ import annotations

import openvino

HOW = {
    "INFERENCE_NUM_THREADS": 1,
    "NUM_STREAMS": 1,
    "PERFORMANCE_HINT": "LATENCY",
    "ENABLE_CPU_PINNING": False,
}
"""OpenVINO binds its threads to cores otherwise, counted from the first: the networks of two workers took
turns on one core while the other had none of them."""


def request_of(model: openvino.Model, *, compiled: int | None = None) -> openvino.InferRequest:
    """Compile a network and return what runs it.

    ``compiled``: how many compiled pieces are kept for shapes that come again (OpenVINO keeps 5,000).
    """
    kept = {} if compiled is None else {"CPU_RUNTIME_CACHE_CAPACITY": compiled}
    return openvino.Core().compile_model(model, "CPU", HOW | kept).create_infer_request()
