"""Peer of bench/gpu-step.bench.ts, not part of the project: the same network and training step in PyTorch.

    python3 bench/peers/torch_step.py [--batch 1024] [--precision bf16|f32] [--modes eager,compile,cuda-graph]
                                      [--optimizers muon,sgd] [--size 56] [--seconds 3] [--device cuda|cpu]
                                      [--only-compile]

Inception v1 for 56 px with batch norm after every convolution, three heads (1, 0.3, 0.3), label smoothing 0.1, 200
classes. A step picks pictures from a resident uint8 store, crops, resizes and flips them, goes forward and backward in
channels_last under bf16 autocast (or in float32 with TF32), and updates by SGD with Nesterov's momentum or by Muon as the
project has it, its kernels padded and stacked for batched products. Modes:

    eager       as it is written
    compile     torch.compile of augmentation, network and loss, and of Muon's update: two minutes, once for all that follows
    cuda-graph  that, and the whole step replayed as one CUDA graph

Prints a line of JSON for each mode and optimizer, as it is measured: bench/gpu/measured-step.ts tells its fields.

--only-compile takes one step and measures nothing: what inductor then keeps in TORCHINDUCTOR_CACHE_DIR (compiled graphs,
kernels, tuning) is found again by the next process of the same batch, size and precision.
"""

import argparse
import itertools
import json
import math
import platform
import sys
import time
import traceback

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
# Amsel et al. 2025, with the project's coefficients and its margin for rounding.
POLAR_EXPRESS = (
    (7.71097, -22.11375, 16.24874),
    (3.21528, -2.41117, 0.5013),
    (2.21831, -1.59399, 0.41075),
    (1.88421, -1.26019, 0.37602),
)
MARGIN = 1.01


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


def stacks_of(shapes, overhead=1e9):
    """As packages/trainer/src/program/muon/stacks.ts: matrices that are padded to one shape and multiplied together."""
    tall = lambda shape: shape[0] >= shape[1]
    work = lambda shape, count: count * (2 * min(shape) ** 2 * max(shape) + min(shape) ** 3)
    stacks = [(shape, [index]) for index, shape in enumerate(shapes)]
    while True:
        best, most = None, 0
        for left, right in itertools.combinations(stacks, 2):
            merged = (tuple(map(max, left[0], right[0])), sorted(left[1] + right[1]))
            spent = [work(shape, len(members)) for shape, members in (left, right, merged)]
            saved = overhead + spent[0] + spent[1] - spent[2]
            if tall(left[0]) == tall(right[0]) and saved > most:
                best, most = (left, right, merged), saved
        if best is None:
            return stacks
        stacks = [stack for stack in stacks if stack is not best[0] and stack is not best[1]] + [best[2]]


def product_of(gram, iterations):
    """What X is multiplied by in the iterations X(a + bA + cA^2), all by the Gram matrix A of the first."""
    whole = None
    for a, b, c in iterations:
        if whole is not None:
            gram = factor @ gram @ factor
        factor = torch.baddbmm(gram, gram, gram, beta=b, alpha=c) + a * torch.eye(
            gram.shape[1], dtype=gram.dtype, device=gram.device
        )
        whole = factor if whole is None else whole @ factor
    return whole


def orthogonalize(stack, compute):
    """As packages/trainer/src/program/muon/orthogonalize.ts: [count, rows, columns], four iterations, two by a Gram matrix."""
    tall = stack.shape[1] >= stack.shape[2]
    x = stack.to(compute)
    gram = (x.mT @ x if tall else x @ x.mT).float()
    largest = gram.amax((1, 2), keepdim=True) + 1e-36  # so that squares stay in range
    gram = gram / largest
    norm = torch.linalg.vector_norm(gram, dim=(1, 2), keepdim=True) + 1e-6
    (a, b, c), second = POLAR_EXPRESS[:2]
    with_margin = (a / MARGIN, b / MARGIN**3, c / MARGIN**5)
    factor = product_of((gram / norm).to(compute), (with_margin, second))
    factor = (factor.float() / (largest * norm).sqrt()).to(compute)
    x = x @ factor if tall else factor @ x
    factor = product_of(x.mT @ x if tall else x @ x.mT, POLAR_EXPRESS[2:])
    return (x @ factor if tall else factor @ x).float()


def muon_update(gradients, velocities, values, lengths, norms, rate, momentum, compute):
    """Of lists of stacks: their next values. Velocities are updated where they lie."""
    nexts = []
    for gradient, velocity, value, length, norm in zip(gradients, velocities, values, lengths, norms):
        velocity.mul_(momentum).add_(gradient)
        moved = value - orthogonalize(gradient + momentum * velocity, compute) * (rate * length)
        nexts.append(moved * (norm / torch.linalg.vector_norm(moved, dim=(1, 2), keepdim=True)))
    return nexts


class Muon:
    """As packages/trainer/src/program/muon: Nesterov's momentum, and the kernel's norm held."""

    def __init__(self, kernels, update, compute, momentum=0.9):
        self.kernels, self.update, self.compute, self.momentum = kernels, update, compute, momentum
        shapes = [tuple(matrix_of(kernel).shape) for kernel in kernels]
        stacks = stacks_of(shapes)
        self.order = [kernels[index] for _, members in stacks for index in members]
        zeros = lambda: [kernels[0].new_zeros(len(members), *shape) for shape, members in stacks]
        self.gradients, self.velocities, self.values = zeros(), zeros(), zeros()
        per_matrix = lambda function: [
            kernels[0].new_tensor([function(*shapes[index]) for index in members]).reshape(-1, 1, 1) for _, members in stacks
        ]
        self.norms = per_matrix(lambda rows, _: math.sqrt(2 * rows))
        self.lengths = per_matrix(lambda rows, columns: math.sqrt(2 * rows / min(rows, columns)))

    def corners(self, stacks):
        """What of the stacks is no padding, in the order of the kernels."""
        matrices = [matrix for stack in stacks for matrix in stack]
        shapes = [matrix_of(kernel).shape for kernel in self.order]
        return [matrix[: shape[0], : shape[1]] for matrix, shape in zip(matrices, shapes)]

    @torch.no_grad()
    def step(self, rate):
        torch._foreach_copy_(self.corners(self.gradients), [matrix_of(kernel.grad) for kernel in self.order])
        torch._foreach_copy_(self.corners(self.values), [matrix_of(kernel) for kernel in self.order])
        nexts = self.update(
            self.gradients, self.velocities, self.values, self.lengths, self.norms, rate, self.momentum, self.compute
        )
        moved = [kernel_of(matrix, kernel) for matrix, kernel in zip(self.corners(nexts), self.order)]
        torch._foreach_copy_([kernel.detach() for kernel in self.order], moved)
        for kernel in self.kernels:
            kernel.grad = None


def matrix_of(kernel):
    """[outputs, fan-in] of a kernel; in channels_last a view."""
    return kernel.permute(0, 2, 3, 1).flatten(1) if kernel.ndim == 4 else kernel


def kernel_of(matrix, kernel):
    """The other way."""
    if kernel.ndim == 2:
        return matrix
    _, inputs, height, width = kernel.shape
    return matrix.unflatten(1, (height, width, inputs)).permute(0, 3, 1, 2)


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
        compiled = lambda function: torch.compile(function, dynamic=False, fullgraph=True, backend=args.backend)
        self.compiled = compiled(self.loss_of), compiled(muon_update)

    def begin(self, mode, optimizer):
        self.forward, update = (self.loss_of, muon_update) if mode == "eager" else self.compiled
        self.graph = None
        named = [(name, value) for name, value in self.net.named_parameters()]
        is_kernel = lambda name, value: value.ndim > 1 and not name.endswith("logits.weight")
        by_muon = [value for name, value in named if optimizer == "muon" and is_kernel(name, value)]
        self.muon = Muon(by_muon, update, self.dtype) if by_muon else None
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
        if self.muon:
            self.muon.step(self.rate)
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


def compile_alone(trainer):
    begun = time.perf_counter()
    trainer.begin("compile", "muon")
    trainer.step()
    loss = trainer.loss.item()
    caches = {name: dict(count) for name, count in torch._dynamo.utils.counters.items() if "cache" in str(dict(count))}
    print(f"compiled in {time.perf_counter() - begun:.0f} s, loss {loss:.3f}, {caches}", flush=True)


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
    parser.add_argument("--only-compile", action="store_true", help="fill inductor's cache, and measure nothing")
    parser.add_argument("--warm-up", type=int, default=5)
    parser.add_argument("--block", type=int, default=10, help="steps between two looks at the clock")
    args = parser.parse_args()

    torch.manual_seed(1)
    torch.backends.cuda.matmul.allow_tf32 = True
    torch.backends.cudnn.allow_tf32 = True
    torch.backends.cudnn.benchmark = not args.only_compile
    parameters = sum(value.numel() for value in InceptionV1(norm=False).parameters())
    assert parameters == PARAMETERS, parameters
    trainer = Trainer(args)
    if args.only_compile:
        compile_alone(trainer)
        return
    failed = False
    for mode in args.modes.split(","):
        for optimizer in args.optimizers.split(","):
            try:
                print(json.dumps(measure(trainer, args, mode, optimizer)), flush=True)
            except Exception:  # what else is asked for may work
                failed = True
                print(f"Cannot measure {mode} by {optimizer}:", traceback.format_exc(), file=sys.stderr, flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
