"""Sealed files in S3, or in anything that speaks it.

The address and the credentials come from where boto3 looks for them: ``AWS_ENDPOINT_URL_S3``,
``AWS_REGION``, ``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY``, a profile, or the machine's own role.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from pipeline.errors import IntakeError, StoreError
from pipeline.store.files import KEY, checked

PATIENCE = 10, 30
"""Seconds to connect, and to wait for the next bytes; an upload has 25 MiB at most."""
ATTEMPTS = 5
"""Of each request, with growing pauses (botocore's ``standard`` way)."""
_GONE = {"404", "NoSuchKey", "NotFound"}


class S3Files:
    """A bucket, or what lies below a prefix in it. One object per process, usable from several threads."""

    def __init__(self, bucket: str, prefix: str = "") -> None:
        """Prepare a client; nothing is asked yet.

        Raises:
            StoreError: boto3 is told too little (no region) or something unusable.
        """
        self._bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        connect, read = PATIENCE
        waits = Config(
            connect_timeout=connect,
            read_timeout=read,
            retries={"mode": "standard", "max_attempts": ATTEMPTS},
        )
        with _telling_little():
            self._client: Any = boto3.session.Session().client("s3", config=waits)

    @classmethod
    def at(cls, url: str) -> S3Files:
        """Return the files at ``s3://bucket/prefix``.

        Raises:
            IntakeError: the address is no such one.
        """
        parts = urlsplit(url)
        if parts.scheme != "s3" or not parts.netloc or parts.query or parts.fragment or "@" in parts.netloc:
            raise IntakeError("the files' address must be a folder or s3://bucket/prefix")
        return cls(parts.netloc, parts.path)

    def put(self, key: str, data: bytes) -> None:
        """Send the bytes; S3 keeps them whole or not at all."""
        with _telling_little():
            self._client.put_object(Bucket=self._bucket, Key=self._name(key), Body=data)

    def get(self, key: str) -> bytes:
        """Fetch the bytes."""
        with _telling_little():
            answer = self._client.get_object(Bucket=self._bucket, Key=self._name(key))
            with answer["Body"] as body:
                data: bytes = body.read()
        return data

    def delete(self, key: str) -> None:
        """Remove the file; in a bucket with versions the bucket's own rules remove the older ones."""
        with _telling_little():
            self._client.delete_object(Bucket=self._bucket, Key=self._name(key))

    def exists(self, key: str) -> bool:
        """Ask for the head of the file."""
        with _telling_little():
            try:
                self._client.head_object(Bucket=self._bucket, Key=self._name(key))
            except ClientError as fault:
                if _code(fault) in _GONE:
                    return False
                raise
        return True

    def keys(self, prefix: str = "", *, before: datetime | None = None) -> Iterator[str]:
        """List page by page."""
        start = self._prefix + prefix
        with _telling_little():
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=start)
            for page in pages:
                for item in page.get("Contents", []):
                    name = item["Key"].removeprefix(self._prefix)
                    if KEY.fullmatch(name) and (before is None or item["LastModified"] < before):
                        yield name

    def tidy(self, before: datetime) -> int:
        """Do nothing: nothing is half written here."""
        return 0

    def _name(self, key: str) -> str:
        return self._prefix + checked(key)


def _code(fault: ClientError) -> str:
    return str(fault.response.get("Error", {}).get("Code", ""))


@contextmanager
def _telling_little() -> Iterator[None]:
    """Turn botocore's faults into a StoreError of their name and code: their texts hold addresses."""
    try:
        yield
    except ClientError as fault:
        raise StoreError(f"the file service refused: {_code(fault) or 'no code'}") from None
    except (BotoCoreError, ValueError) as fault:
        raise StoreError(f"the file service failed: {type(fault).__name__}") from None
