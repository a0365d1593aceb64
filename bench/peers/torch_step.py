"""Peer of bench/gpu-step.bench.ts, not part of the project: the same network and training step in PyTorch.

    python3 bench/peers/torch_step.py [--batch 1024] [--precision bf16|f32] [--modes eager,compile,cuda-graph]
                                      [--optimizers muon,sgd] [--size 56] [--seconds 3] [--device cuda|cpu]

Inception v1 for 56 px with batch norm after every convolution, three heads (1, 0.3, 0.3), label smoothing 0.1, 200
classes. A step picks pictures from a resident uint8 store, crops, resizes and flips them, goes forward and backward in
channels_last under bf16 autocast (or in float32 with TF32), and updates by SGD with Nesterov's momentum or by Muon as the
project has it. Modes:

    eager       as it is written
    compile     torch.compile of augmentation, network and loss, which takes two minutes, once for all that follows
    cuda-graph  that, and the whole step with its update replayed as one CUDA graph

Prints a line of JSON for each mode and optimizer, as it is measured: bench/gpu/measured-step.ts tells its fields.
"""

import argparse
import json
import math
import platform
import time

import torch
import torch.nn.functional as F
from torch import nn

CLASSES = 200
STORED_SIZE = 64
PARAMETERS = 6_986_120  # of the project's network without batch norm: it is the same one
# Szegedy et al. 2014, table 1: 1x1, 3x3 reduce, 3x3, 5x5 reduce, 5x5, pool projection.
BLOCKS = {
    "3a": (64, 96, 128, 16, 32, 32),
    "3b": (128, 128, 192, 32, 96, 64),
    "4a": (192, 96, 208, 16, 48, 64),
    "4b": (160, 112, 224, 24, 64, 64),
    "4c": (128, 128, 256, 24, 64, 64),
    "4d": (112, 144, 288, 32, 64, 64),
    "4e": (256, 160, 320, 32, 128, 128),
    "5a": (256, 160, 320, 32, 128, 128),
    "5b": (384, 192, 384, 48, 128, 128),
}


class Conv(nn.Module):
    def __init__(self, inputs, outputs, size, norm):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, size, padding=size // 2, bias=not norm)
        self.norm = nn.BatchNorm2d(outputs, eps=1e-3, momentum=0.05) if norm else nn.Identity()
        nn.init.kaiming_normal_(self.conv.weight, nonlinearity="relu")

    def forward(self, x):
        return F.relu(self.norm(self.conv(x)))


class Block(nn.Module):
    def __init__(self, inputs, row, norm):
        super().__init__()
        one, reduce3, three, reduce5, five, pool = row
        self.outputs = one + three + five + pool
        self.one = Conv(inputs, one, 1, norm)
        self.three = nn.Sequential(Conv(inputs, reduce3, 1, norm), Conv(reduce3, three, 3, norm))
        self.five = nn.Sequential(Conv(inputs, reduce5, 1, norm), Conv(reduce5, five, 5, norm))
        self.pool = Conv(inputs, pool, 1, norm)

    def forward(self, x):
        pooled = self.pool(F.max_pool2d(x, 3, 1, 1))
        return torch.cat([self.one(x), self.three(x), self.five(x), pooled], 1)


class AuxiliaryHead(nn.Module):
    def __init__(self, inputs, norm):
        super().__init__()
        self.conv = Conv(inputs, 128, 1, norm)
        self.hidden = nn.Linear(128, 1024)
        self.logits = nn.Linear(1024, CLASSES)

    def forward(self, x):
        # 7 x 7 at 56 px; the whole of what smaller pictures leave.
        x = F.avg_pool2d(x, 5, 3) if x.shape[2] >= 5 else F.adaptive_avg_pool2d(x, 1)
        return self.logits(F.relu(self.hidden(self.conv(x).flatten(1))))


class InceptionV1(nn.Module):
    def __init__(self, norm=True):
        super().__init__()
        self.stem = nn.ModuleList([Conv(3, 64, 7, norm), Conv(64, 64, 1, norm), Conv(64, 192, 3, norm)])
        self.blocks = nn.ModuleDict()
        inputs = 192
        for name, row in BLOCKS.items():
            self.blocks[name] = Block(inputs, row, norm)
            inputs = self.blocks[name].outputs
        self.aux1 = AuxiliaryHead(512, norm)
        self.aux2 = AuxiliaryHead(528, norm)
        self.logits = nn.Linear(inputs, CLASSES)

    def forward(self, x):
        x = max_pool(self.stem[2](self.stem[1](max_pool(self.stem[0](x)))))
        heads = []
        for name, block in self.blocks.items():
            x = block(x)
            if name == "4a":
                heads.append(self.aux1(x))
            if name == "4d":
                heads.append(self.aux2(x))
            if name in ("3b", "4e"):
                x = max_pool(x)
        return self.logits(x.mean((2, 3))), *heads


def max_pool(x):
    """3 x 3 by 2 with TensorFlow's SAME: what is odd over goes to the end."""
    return F.max_pool2d(x, 3, 2, 1) if x.shape[2] % 2 else F.max_pool2d(x, 3, 2, ceil_mode=True)


def augment(pictures, size, dtype):
    """uint8 [n, 3, 64, 64] to [n, 3, size, size] in [0, 1]: 0.35 to 1 of the area, aspect 3:4 to 4:3, flips."""
    count = pictures.shape[0]
    random = torch.rand(5, count, device=pictures.device)
    area = 0.35 + 0.65 * random[0]
    aspect = torch.exp(math.log(4 / 3) * (2 * random[1] - 1))
    width, height = (area * aspect).sqrt().clamp(max=1), (area / aspect).sqrt().clamp(max=1)
    x, y = (1 - width) * (2 * random[2] - 1), (1 - height) * (2 * random[3] - 1)
    flip = torch.where(random[4] < 0.5, -1.0, 1.0)
    zero = torch.zeros_like(width)
    maps = torch.stack([torch.stack([flip * width, zero, x], 1), torch.stack([zero, height, y], 1)], 1)
    grid = F.affine_grid(maps, [count, 3, size, size], align_corners=False)
    view = F.grid_sample(pictures.float(), grid, padding_mode="border", align_corners=False)
    return (view * (1 / 255)).to(dtype).contiguous(memory_format=torch.channels_last)


@torch.no_grad()
def muon(kernels, velocities, rate, momentum=0.9):
    """As packages/trainer/src/step/muon: five iterations in bf16, and the kernel's norm held."""
    for kernel, velocity in zip(kernels, velocities):
        velocity.mul_(momentum).add_(kernel.grad)
        ahead = kernel.grad.add(velocity, alpha=momentum)
        matrix = ahead.reshape(ahead.shape[0], -1)  # [outputs, fan-in]
        rows, columns = matrix.shape
        x = (matrix / (matrix.norm() + 1e-12)).bfloat16()
        for _ in range(5):
            gram = x.mT @ x if rows > columns else x @ x.mT
            series = torch.addmm(gram, gram, gram, beta=-4.775, alpha=2.0315)
            x = torch.addmm(x, x, series, beta=3.4445) if rows > columns else torch.addmm(x, series, x, beta=3.4445)
        norm = math.sqrt(2 * rows)
        moved = kernel - (x.float() * (rate * norm / math.sqrt(min(rows, columns)))).reshape(kernel.shape)
        kernel.copy_(moved * (norm / (moved.norm() + 1e-12)))


class Trainer:
    """One network, compiled once whatever then moves its weights."""

    def __init__(self, args):
        self.args = args
        self.dtype = torch.bfloat16 if args.precision == "bf16" else torch.float32
        self.net = InceptionV1().to(args.device, memory_format=torch.channels_last).train()
        store = (args.pictures, 3, STORED_SIZE, STORED_SIZE)
        self.store = torch.randint(0, 256, store, dtype=torch.uint8, device=args.device)
        self.indices = torch.zeros(args.batch, dtype=torch.int64, device=args.device)
        self.labels = torch.zeros(args.batch, dtype=torch.int64, device=args.device)
        self.rate = torch.tensor(1e-4, device=args.device)
        self.loss = torch.zeros((), device=args.device)
        self.compiled = None

    def begin(self, mode, optimizer):
        if mode != "eager" and self.compiled is None:
            self.compiled = torch.compile(self.loss_of, dynamic=False, backend=self.args.backend)
        self.forward = self.loss_of if mode == "eager" else self.compiled
        self.graph = None
        named = [(name, value) for name, value in self.net.named_parameters()]
        is_kernel = lambda name, value: value.ndim > 1 and not name.endswith("logits.weight")
        by_muon = [value for name, value in named if optimizer == "muon" and is_kernel(name, value)]
        self.kernels = by_muon
        self.velocities = [torch.zeros_like(kernel) for kernel in by_muon]
        ids = {id(kernel) for kernel in by_muon}
        rest = [value for _, value in named if id(value) not in ids]
        # As the project: no decay of vectors, nor of what Muon moves.
        groups = [
            dict(params=[value for value in rest if value.ndim > 1], weight_decay=5e-4),
            dict(params=[value for value in rest if value.ndim < 2]),
        ]
        fused = self.args.device == "cuda"
        self.sgd = torch.optim.SGD(groups, lr=1e-4, momentum=0.9, nesterov=True, fused=fused)

    def loss_of(self, pictures, labels):
        x = augment(pictures, self.args.size, self.dtype)
        with torch.autocast(self.args.device, torch.bfloat16, enabled=self.dtype == torch.bfloat16):
            main, aux1, aux2 = (
                F.cross_entropy(logits.float(), labels, label_smoothing=0.1) for logits in self.net(x)
            )
        return main + 0.3 * (aux1 + aux2)

    def whole_step(self):
        loss = self.forward(self.store[self.indices], self.labels)
        loss.backward()
        muon(self.kernels, self.velocities, self.rate)
        for kernel in self.kernels:
            kernel.grad = None
        self.sgd.step()
        self.sgd.zero_grad(set_to_none=True)
        self.loss.copy_(loss.detach())

    def capture(self):
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(3):
                self.whole_step()
        torch.cuda.current_stream().wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self.whole_step()
        self.graph = graph

    def step(self):
        batch = (self.args.batch,)
        self.indices.copy_(torch.randint(0, self.args.pictures, batch), non_blocking=True)
        self.labels.copy_(torch.randint(0, CLASSES, batch), non_blocking=True)
        if self.graph is None:
            self.whole_step()
        else:
            self.graph.replay()


def measure(trainer, args, mode, optimizer):
    begun = time.perf_counter()
    trainer.begin(mode, optimizer)
    trainer.step()
    first_loss = trainer.loss.item()  # which waits for the step
    first_step = time.perf_counter() - begun
    for _ in range(args.warm_up):
        trainer.step()
    if mode == "cuda-graph" and args.device == "cuda":
        trainer.capture()
        for _ in range(args.warm_up):
            trainer.step()
    trainer.loss.item()

    means, until = [], time.perf_counter() + args.seconds
    while not means or time.perf_counter() < until:
        begun = time.perf_counter()
        for _ in range(args.block):
            trainer.step()
        trainer.loss.item()
        means.append((time.perf_counter() - begun) / args.block)
    means.sort()
    median = means[len(means) // 2]
    finite = lambda loss: round(loss, 3) if math.isfinite(loss) else None
    return dict(
        who="pytorch",
        mode=mode,
        device=torch.cuda.get_device_name() if args.device == "cuda" else platform.processor() or "cpu",
        onGpu=args.device == "cuda",
        precision=args.precision,
        optimizer=optimizer,
        batch=args.batch,
        size=args.size,
        steps=len(means) * args.block,
        medianMs=round(1000 * median, 3),
        p90Ms=round(1000 * means[int(0.9 * len(means))], 3),
        imagesPerSecond=round(args.batch / median),
        firstStepMs=round(1000 * first_step),
        firstLoss=finite(first_loss),
        lastLoss=finite(trainer.loss.item()),
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--batch", type=int, default=1024)
    parser.add_argument("--precision", choices=("bf16", "f32"), default="bf16")
    parser.add_argument("--modes", default="eager,compile,cuda-graph")
    parser.add_argument("--optimizers", default="muon,sgd")
    parser.add_argument("--size", type=int, default=56)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--pictures", type=int, default=20_000)
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda")
    parser.add_argument("--backend", default="inductor", help="of torch.compile; aot_eager compiles no kernels")
    parser.add_argument("--warm-up", type=int, default=5)
    parser.add_argument("--block", type=int, default=10, help="steps between two looks at the clock")
    args = parser.parse_args()

    torch.manual_seed(1)
    torch.backends.cuda.matmul.allow_tf32 = True
    torch.backends.cudnn.allow_tf32 = True
    torch.backends.cudnn.benchmark = True
    parameters = sum(value.numel() for value in InceptionV1(norm=False).parameters())
    assert parameters == PARAMETERS, parameters
    trainer = Trainer(args)
    for mode in args.modes.split(","):
        for optimizer in args.optimizers.split(","):
            print(json.dumps(measure(trainer, args, mode, optimizer)), flush=True)


if __name__ == "__main__":
    main()
