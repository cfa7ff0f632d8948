"""What is learnt of requests to the bot, as a file (`make bot-request-model`): whenever its examples change."""

from __future__ import annotations

from handlers.language.bot_request_examples import NETWORK, list_training_examples
from handlers.language.bot_request_model import FILE, SLOTS, extract_request_slots
from tests.linear_models import train_weights, write_model


def main() -> None:
    examples = list_training_examples()
    kinds = [*sorted({kind for kind, _ in examples} - {NETWORK}), NETWORK]
    write_model(FILE, examples, kinds, train_weights(examples, kinds, extract_request_slots, SLOTS))


if __name__ == "__main__":
    main()
