"""The code of a run: its network, and the loop that trained it.

The code holds neither the learner's own digits nor the random changes of the pictures; a comment says so.
"""

from cnnviz.runs.settings import MOMENTUM, Optimizer, Settings, Variation
from cnnviz.stacks.keras_code import keras_code
from cnnviz.stacks.stack import Stack
from cnnviz.stacks.torch_code import torch_code


def torch_training(stack: Stack, settings: Settings) -> str:
    """A PyTorch file that defines `model` and `train(images, digits)`, and runs as it is."""
    network, _, _ = torch_code(stack).partition('\nif __name__ == "__main__":')
    rate = settings.learning_rate
    made = {
        Optimizer.SGD: f"torch.optim.SGD(model.parameters(), lr={rate})",
        Optimizer.MOMENTUM: f"torch.optim.SGD(model.parameters(), lr={rate}, momentum={MOMENTUM})",
        Optimizer.ADAM: f"torch.optim.Adam(model.parameters(), lr={rate})",
    }[settings.optimizer]
    falls = ""
    if settings.falling:
        falls = f'\n            optimizer.param_groups[0]["lr"] = {rate} * (1 - number / total)  # it falls to 0'
    imports = "from torch import nn\n"
    network = network.replace(
        imports, f"{imports}from torch.nn import functional as F\n\ntorch.manual_seed({settings.seed})\n"
    )
    return f"""{network}
optimizer = {made}


def train(images, digits, epochs={settings.epochs}, batch={settings.batch}):
    \"\"\"images: (N, 1, 28, 28), 0 to 1; digits: (N,), 0 to 9.{_unsaid(settings)}\"\"\"
    model.train()
    steps = len(images) // batch
    number, total = 0, epochs * steps
    for epoch in range(epochs):
        order = torch.randperm(len(images))
        for step in range(steps):
            chosen = order[step * batch : (step + 1) * batch]
            logits = model[:-1](images[chosen])  # all layers but the softmax
            loss = F.cross_entropy(logits, digits[chosen])
            optimizer.zero_grad()
            loss.backward(){falls}
            optimizer.step()
            number += 1
        print(f"pass {{epoch + 1}}: loss {{loss.item():.3f}}")
    model.eval()
"""


def keras_training(stack: Stack, settings: Settings) -> str:
    """A Keras file that defines and compiles `model`, with the line that trains it."""
    rate = f"{settings.learning_rate}"
    steps = settings.epochs * (settings.digits // settings.batch)
    schedule = ""
    if settings.falling:
        schedule = f"rate = keras.optimizers.schedules.PolynomialDecay({rate}, {steps}, 0.0)  # it falls to 0\n"
        rate = "rate"
    made = {
        Optimizer.SGD: f"keras.optimizers.SGD({rate})",
        Optimizer.MOMENTUM: f"keras.optimizers.SGD({rate}, momentum={MOMENTUM})",
        Optimizer.ADAM: f"keras.optimizers.Adam({rate})",
    }[settings.optimizer]
    return f"""{keras_code(stack)}
{schedule}model.compile({made}, "sparse_categorical_crossentropy", metrics=["accuracy"])

# images: (N, 28, 28, 1), 0 to 1; digits: (N,), 0 to 9.{_unsaid(settings)}
# model.fit(images, digits, batch_size={settings.batch}, epochs={settings.epochs})
"""


def _unsaid(settings: Settings) -> str:
    if settings.augmentation is Variation.NONE:
        return ""
    return f" The pictures were changed at random in each pass ({settings.augmentation})."
