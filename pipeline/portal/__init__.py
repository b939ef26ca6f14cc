"""The HTTP API for portals, and its webhooks. It is handed stores and pipeline; see ports.py."""

from pipeline.portal.addresses import networks_in
from pipeline.portal.app import create_app
from pipeline.portal.ports import Bounds, Portal, Readiness
from pipeline.portal.rates import Buckets
from pipeline.portal.sender import Sender

__all__ = ["Bounds", "Buckets", "Portal", "Readiness", "Sender", "create_app", "networks_in"]
