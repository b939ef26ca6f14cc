"""Train the weights of the reader of numbers (``pipeline/ocr/digits.npz``) anew. Not used at run time.

The network is small and reads one thing: a line's digits, whatever the type (OCR-A of the identity card,
OCR-B of passports, passbook printers, proportional type). The weights in the repository are of 3,905 steps,
35 minutes on one core (November 2026); lines are drawn at random, so another training gives others as good.

Needs ``torch`` (any CPU build), Pillow, OpenCV, and Debian's packages fonts-ocr-a fonts-ocr-b
fonts-dejavu-extra fonts-freefont-ttf fonts-croscore fonts-lato fonts-hack-ttf fonts-inconsolata
fonts-courier-prime fonts-cantarell fonts-open-sans fonts-urw-base35 fonts-noto-mono. Usage:

    python scripts/digits/train.py pipeline/ocr/digits.npz --steps 6000 --minutes 60
"""

from __future__ import annotations

import argparse
import logging
import random
import time
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch
from lines import CLASSES, Grey, batches_of, fonts
from numpy.typing import NDArray
from torch import nn

CHANNELS = (24, 48, 72, 72, 96, 96)

HELD = (10_000_000, 10_000_001)
"""Seeds of the lines that are only asked about."""

TELL_EVERY = 250

Batch = tuple[Grey, list[list[int]]]


def even(grey: NDArray[np.uint8]) -> Grey:
    """Dark print on light ground around zero: the same as ``pipeline/ocr/digits.py`` does."""
    low, middle, high = (float(level) for level in np.percentile(grey, (2, 50, 98)))
    if middle - low < high - middle:
        grey, low, middle, high = np.asarray(255 - grey, np.uint8), 255 - high, 255 - middle, 255 - low
    return ((grey.astype(np.float32) - middle) / max(high - low, 8.0)).astype(np.float32)


def drawn(seed: int, count: int, files: dict[str, list[str]]) -> list[Batch]:
    """Draw four batches; a process of its own can be asked to."""
    return batches_of(seed, count, files, even)


class Painter:
    """Batches from a process that draws ahead; each is seen a few times, the late ones most."""

    def __init__(self, pool: ProcessPoolExecutor, count: int, files: dict[str, list[str]]) -> None:
        """Begin to draw."""
        self._pool, self._count, self._files = pool, count, files
        self._seed, self._have = 0, list[Batch]()
        self._ahead: list[Future[list[Batch]]] = []
        for _ in range(3):
            self._order()

    def one(self, rng: random.Random) -> Batch:
        """Return some batch."""
        if len(self._have) < 12 or (self._ahead[0].done() and len(self._have) < 1200):
            self._have += self._ahead.pop(0).result()
            self._order()
        return rng.choice(self._have[-60:] if rng.random() < 0.5 else self._have)

    def _order(self) -> None:
        self._ahead.append(self._pool.submit(drawn, self._seed, self._count, self._files))
        self._seed += 1


def network() -> nn.Sequential:
    """Plain convolutions, each with its norm (folded away when the weights are written)."""
    a, b, c, d, e, f = CHANNELS

    def step(before: int, after: int, kernel: tuple[int, int], pad: tuple[int, int]) -> list[nn.Module]:
        return [nn.Conv2d(before, after, kernel, padding=pad, bias=False), nn.BatchNorm2d(after), nn.ReLU()]

    return nn.Sequential(
        *step(1, a, (3, 3), (1, 1)), nn.MaxPool2d((2, 2)),
        *step(a, b, (3, 3), (1, 1)), nn.MaxPool2d((2, 2)),
        *step(b, c, (3, 3), (1, 1)), *step(c, d, (3, 3), (1, 1)), nn.MaxPool2d((2, 1)),
        *step(d, e, (3, 3), (1, 1)), nn.MaxPool2d((2, 1)),
        *step(e, f, (2, 5), (0, 2)),
        nn.Conv2d(f, len(CLASSES) + 1, (1, 1)),
    )  # fmt: skip


def folded(net: nn.Sequential) -> dict[str, NDArray[np.float16]]:
    """Weights and biases per convolution, norms folded in, half precision."""
    found: dict[str, NDArray[np.float16]] = {}
    layers = list(net)
    for place, layer in enumerate(layers):
        if not isinstance(layer, nn.Conv2d):
            continue
        weight, bias = layer.weight.detach().float(), layer.bias
        norm = layers[place + 1] if place + 1 < len(layers) else None
        if isinstance(norm, nn.BatchNorm2d):
            scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
            weight, bias = weight * scale[:, None, None, None], norm.bias - norm.running_mean * scale
        number = len(found) // 2
        found[f"w{number}"] = weight.detach().numpy().astype(np.float16)
        found[f"b{number}"] = bias.detach().numpy().astype(np.float16)
    return found


def exact(net: nn.Sequential, batches: list[Batch]) -> float:
    """Share of lines read without a fault."""
    right: list[bool] = []
    net.eval()
    with torch.no_grad():
        for stack, targets in batches:
            best = net(torch.from_numpy(stack))[:, :, 0].argmax(1).numpy()
            for row, target in zip(best, targets, strict=True):
                said = [int(c) for c, before in zip(row, [0, *row[:-1]], strict=True) if c and c != before]
                right.append(said == target)
    net.train()
    return sum(right) / len(right)


def loss_on(net: nn.Sequential, batch: Batch, rng: random.Random) -> torch.Tensor:
    """CTC's loss on one batch, its contrast and place a little changed each time."""
    stack, targets = batch
    stack = stack * np.float32(rng.uniform(0.8, 1.2)) + np.float32(rng.gauss(0, 0.05))
    if rng.random() < 0.5:
        stack = np.roll(stack, rng.choice((-1, 1)), axis=2)
    with torch.autocast("cpu", torch.bfloat16):
        seen = net(torch.from_numpy(stack).contiguous(memory_format=torch.channels_last))[:, :, 0]
    logs = seen.float().permute(2, 0, 1).log_softmax(2)
    wanted = torch.tensor([c for target in targets for c in target])
    widths = torch.full((len(targets),), logs.shape[0])
    lengths = torch.tensor([len(target) for target in targets])
    loss: torch.Tensor = nn.CTCLoss(zero_infinity=True)(logs, wanted, widths, lengths)
    return loss


def train(out: Path, *, steps: int, count: int, minutes: float) -> None:
    """Draw, train, write the weights every so often."""
    torch.manual_seed(1)
    torch.set_num_threads(1)
    files, rng, started, losses = fonts(), random.Random(7), time.time(), []
    net = network().to(memory_format=torch.channels_last)
    best = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=1e-4)
    plan = torch.optim.lr_scheduler.OneCycleLR(best, 3e-3, total_steps=steps, pct_start=0.1)
    with ProcessPoolExecutor(1) as pool:
        held = [batch for seed in HELD for batch in pool.submit(drawn, seed, 48, files).result()]
        painter = Painter(pool, count, files)
        for number in range(1, steps + 1):
            loss = loss_on(net, painter.one(rng), rng)
            best.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            best.step()
            plan.step()
            losses.append(float(loss.detach()))
            late = time.time() - started > 60 * minutes
            if number % TELL_EVERY == 0 or late or number == steps:
                np.savez_compressed(out, **folded(net))  # type: ignore[arg-type]
                mean, share = np.mean(losses[-TELL_EVERY:]), exact(net, held)
                logging.info("step %d: loss %.4f, exact %.4f", number, mean, share)
            if late:
                break


def main() -> None:
    """Read the command line."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("out", type=Path)
    wanted.add_argument("--steps", type=int, default=6000)
    wanted.add_argument("--batch", type=int, default=48)
    wanted.add_argument("--minutes", type=float, default=60)
    asked = wanted.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    train(asked.out, steps=asked.steps, count=asked.batch, minutes=asked.minutes)


if __name__ == "__main__":
    main()
