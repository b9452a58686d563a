"""A tiny model made here: each token adds a row of a table to the three outputs. No real one is needed."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

np = pytest.importorskip("numpy", reason="the extra `nli` is not installed")
pytest.importorskip("onnxruntime", reason="the extra `nli` is not installed")
tokenizers = pytest.importorskip("tokenizers", reason="the extra `nli` is not installed")
onnx = pytest.importorskip("onnx", reason="onnx makes the tests' model")

import neckref  # noqa: E402
from neckref.errors import UserError  # noqa: E402
from neckref.linking import entailment  # noqa: E402
from neckref.linking.entailment import load_model, read_order  # noqa: E402
from neckref.model import Aspect, Directness, Evidence, Passage  # noqa: E402

WORDS = ["[UNK]", "reduces", "increases", "weather", "."]
MNLI = {"0": "CONTRADICTION", "1": "ENTAILMENT", "2": "NEUTRAL"}
TABLE = [[0, 0, 0], [0, 4, 0], [5, 0, 0], [0, 0, 6], [0, 0, 0]]
"""Contradiction, entailment, neutral: "reduces" speaks for the claim, "increases" against it."""


def write_model(
    folder: Path,
    labels: dict[str, str] | None = None,
    *,
    outputs: int = 3,
    name: str = "input_ids",
    words: Sequence[str] = WORDS,
) -> Path:
    """Sum over tokens of their rows; padding is the unknown word, whose row is zero."""
    helper, kind = onnx.helper, onnx.TensorProto
    rows = np.array(TABLE, np.float32)[:, :outputs]
    constants = [
        helper.make_tensor("table", kind.FLOAT, rows.shape, rows.ravel()),
        helper.make_tensor("axis", kind.INT64, (1,), [1]),
    ]
    nodes = [
        helper.make_node("Gather", ["table", name], ["hidden"]),
        helper.make_node("ReduceSum", ["hidden", "axis"], ["logits"], keepdims=0),
    ]
    given = helper.make_tensor_value_info(name, kind.INT64, ["batch", "length"])
    out = helper.make_tensor_value_info("logits", kind.FLOAT, ["batch", outputs])
    graph = helper.make_graph(nodes, "tiny", [given], [out], constants)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    (folder / "model.onnx").write_bytes(made.SerializeToString())
    places = {w: i for i, w in enumerate(words)}
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(places, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "config.json").write_text(json.dumps({"id2label": MNLI if labels is None else labels}), "utf-8")
    return folder


def test_the_order_of_the_outputs_is_read_from_the_config(tmp_path: Path) -> None:
    sentences = ["Yoga reduces it .", "Yoga increases it .", "The weather .", "Yoga"]
    rows = load_model(write_model(tmp_path)).read_sentences("A claim", sentences)
    assert rows.argmax(axis=1).tolist()[:3] == [0, 1, 2]
    assert rows.sum(axis=1) == pytest.approx(np.ones(4))
    assert rows[3] == pytest.approx(np.full(3, 1 / 3))
    turned = {"0": "neutral", "1": "contradiction", "2": "entailment"}
    rows = load_model(write_model(tmp_path, turned)).read_sentences("A claim", sentences)
    assert rows.argmax(axis=1).tolist()[:3] == [1, 2, 0]


def test_batches_do_not_change_what_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = load_model(write_model(tmp_path))
    sentences = ["reduces", "a b c d increases", "weather", "reduces reduces x", "y"]
    whole = model.read_sentences("claim", sentences)
    monkeypatch.setattr(entailment, "BATCH", 2)
    assert model.read_sentences("claim", sentences) == pytest.approx(whole)
    assert model.read_sentences("claim", []).shape == (0, 3)


@pytest.mark.parametrize(("verb", "relation"), [("reduces", "supports"), ("increases", "disputes")])
def test_a_text_is_judged_by_its_least_indifferent_sentence(tmp_path: Path, verb: str, relation: str) -> None:
    text = ["The weather was fine .", f"Yoga {verb} neck pain .", "The weather again ."]
    judged = load_model(write_model(tmp_path)).judge_text("Yoga lowers neck pain.", "Yoga for neck pain", text)
    assert (judged.relation, judged.sentence) == (relation, 1)
    assert 1 / 3 < judged.score <= 1
    assert load_model(tmp_path).judge_text("Yoga lowers neck pain.", "", []).relation == "unclear"


@pytest.mark.parametrize(
    ("verb", "said", "after"),
    [
        ("increases", "supports", "unclear"),
        ("increases", "partly supports", "unclear"),
        ("reduces", "disputes", "unclear"),
        ("reduces", "supports", "supports"),
        ("increases", "disputes", "disputes"),
        ("increases", "mentions", "mentions"),
        ("is", "supports", "supports"),
    ],
)
def test_a_model_may_take_back_and_never_credits(tmp_path: Path, verb: str, said: str, after: str) -> None:
    words = f"Yoga {verb} pain"
    same = Aspect("matches")
    row = Evidence(
        "claim-1", "doi:10.5555/x", said, Directness(same, same, same), "randomised trial",
        Passage("quote", "abstract", 0, len(words), words, "pubmed"), "cited", 0.9, reason="As said.",
    )  # fmt: skip
    doubted = load_model(write_model(tmp_path)).doubt(row, "Yoga lowers pain")
    assert doubted.relation == after
    assert ("reads the passage the other way" in doubted.reason) == (said != after)
    assert replace(doubted, relation=said, reason="As said.") == row


def test_a_setting_names_the_model_that_link_asks(tmp_path: Path) -> None:
    settings = neckref.Settings(base_urls=dict.fromkeys(neckref.Settings().base_urls, "http://127.0.0.1:9"))
    with neckref.Library(tmp_path / "neckref.db") as library:
        neckref.fetch(library, neckref.read(), settings)
        credited = [e for e in neckref.link(library, settings).evidence if e.relation == "partly supports"]
        folder = tmp_path / "model"
        folder.mkdir()
        write_model(folder, words=["[UNK]", "x", "shrug", "y", "z"])
        doubting = replace(settings, nli=folder)
        doubted = {(e.claim, e.work): e.relation for e in neckref.link(library, doubting).evidence}
    assert len(credited) == 1
    assert doubted[credited[0].claim, credited[0].work] == "unclear"
    assert "supports" not in " ".join(doubted.values())


def test_what_cannot_be_used_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no usable model"):
        load_model(tmp_path)
    with pytest.raises(UserError, match="not LABEL_0, LABEL_1, LABEL_2"):
        load_model(write_model(tmp_path, {"0": "LABEL_0", "1": "LABEL_1", "2": "LABEL_2"}))
    with pytest.raises(UserError, match="not known here: pixels"):
        load_model(write_model(tmp_path, name="pixels"))
    two = load_model(write_model(tmp_path, outputs=2))
    with pytest.raises(UserError, match="not three numbers a pair"):
        two.read_sentences("claim", ["reduces"])
    with pytest.raises(UserError, match="must be entailment"):
        read_order({"0": "entailment", "1": "not_entailment"})
