"""What is learnt of offers and needs, as a file (`make flow-model`): whenever its examples or the phrases change."""

from __future__ import annotations

from handlers.language.flow_examples import list_flow_examples, list_written_lines
from handlers.language.flow_model import FILE, KINDS, SLOTS, extract_flow_slots
from tests.linear_models import Examples, train_weights, write_model

#: how often more a line counts that somebody wrote than one that was drawn from choices
MORE = 2
#: how often each is seen, and which share of it is left out each time: of ten authors' lines, left out in three turns,
#: .08 of those that are neither were taken for one instead of .11, and .051 of the others the wrong way instead of .056
EPOCHS, LEFT_OUT = 20, 0.5


def list_training_examples() -> Examples:
    """Return the examples that have words."""
    return [(kind, text) for kind, text in list_flow_examples() if extract_flow_slots(text)]


def main() -> None:
    examples = list_training_examples()
    weighed = [*examples, *list_written_lines() * MORE]
    weights = train_weights(weighed, KINDS, extract_flow_slots, SLOTS, epochs=EPOCHS, left_out=LEFT_OUT)
    write_model(FILE, examples, KINDS, weights)


if __name__ == "__main__":
    main()
