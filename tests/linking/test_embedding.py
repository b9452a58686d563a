"""A tiny model made here: a token's hidden state is its row in a table. The real one is tried where it is installed."""

from pathlib import Path

import pytest

np = pytest.importorskip("numpy", reason="the extra `embedding` is not installed")
pytest.importorskip("onnxruntime", reason="the extra `embedding` is not installed")
tokenizers = pytest.importorskip("tokenizers", reason="the extra `embedding` is not installed")
onnx = pytest.importorskip("onnx", reason="onnx makes the tests' model")

from neckref.errors import UserError  # noqa: E402
from neckref.linking import embedding  # noqa: E402
from neckref.linking.embedding import OnnxModel, load_model  # noqa: E402
from neckref.model import Fields, Work  # noqa: E402

WORDS = ["[UNK]", "neck", "shrug", "car", "."]
TABLE = [[0.1, 0.1], [1.0, 0.0], [0.8, 0.6], [0.0, 1.0], [0.0, 0.0]]


def write_model(folder: Path, *, cross: bool = False, name: str = "input_ids") -> Path:
    """Token → row of TABLE; with `cross` the sum over all tokens, as a cross-encoder's one row of outputs."""
    helper, kind = onnx.helper, onnx.TensorProto
    table = helper.make_tensor("table", kind.FLOAT, (5, 2), np.array(TABLE, np.float32).ravel())
    nodes = [helper.make_node("Gather", ["table", name], ["hidden"])]
    shape: list[object] = ["batch", "length", 2]
    constants = [table]
    if cross:
        constants.append(helper.make_tensor("axis", kind.INT64, (1,), [1]))
        nodes.append(helper.make_node("ReduceSum", ["hidden", "axis"], ["out"], keepdims=0))
        shape = ["batch", 2]
    given = helper.make_tensor_value_info(name, kind.INT64, ["batch", "length"])
    out = helper.make_tensor_value_info("out" if cross else "hidden", kind.FLOAT, shape)
    graph = helper.make_graph(nodes, "tiny", [given], [out], constants)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    (folder / "model.onnx").write_bytes(made.SerializeToString())
    words = tokenizers.Tokenizer(tokenizers.models.WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="[UNK]"))
    words.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    words.save(str(folder / "tokenizer.json"))
    return folder


@pytest.fixture
def tiny(tmp_path: Path) -> OnnxModel:
    return load_model(write_model(tmp_path))


def test_a_text_is_the_mean_of_its_tokens_at_unit_length(tiny: OnnxModel) -> None:
    rows = tiny.embed(["neck", "neck car", "car car car"])
    assert rows == pytest.approx(np.array([[1, 0], [0.5**0.5, 0.5**0.5], [0, 1]]), abs=1e-6)


def test_batching_changes_neither_order_nor_values(tiny: OnnxModel, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["car neck shrug", "neck", "shrug car", "car", "neck neck car shrug"]
    whole = tiny.embed(texts)
    monkeypatch.setattr(embedding, "BATCH", 2)
    assert tiny.embed(texts) == pytest.approx(whole, abs=1e-6)
    assert tiny.embed([]).shape[0] == 0


def test_works_are_ranked_by_their_kept_vectors(tiny: OnnxModel) -> None:
    works = [Work(n, (), Fields(title=t, abstract=a)) for n, t, a in (("c", "car", "car"), ("n", "neck", "shrug"))]
    vectors = tiny.embed_works(works)
    assert [len(v) for v in vectors.values()] == [3 * 2 * 4] * 2  # the whole, the title, one sentence
    likeness = tiny.likeness("neck", vectors)
    assert likeness["n"] > 0.9 > likeness["c"]
    assert tiny.likeness("neck", {}) == {}


def test_the_best_sentence_counts_as_much_as_the_whole(tiny: OnnxModel) -> None:
    long = Work("long", (), Fields(abstract="Car car car. Neck."))
    short = Work("short", (), Fields(title="neck car"))
    likeness = tiny.likeness("neck", tiny.embed_works([long, short]))
    whole = tiny.embed(["Car car car. Neck.", "neck car"])[:, 0]
    best = tiny.embed(["Neck."])[0, 0]
    assert likeness == pytest.approx({"long": (whole[0] + best) / 2, "short": whole[1]}, abs=1e-6)


def test_a_folder_says_how_to_pool_and_what_stands_before_a_query(tmp_path: Path) -> None:
    write_model(tmp_path)
    (tmp_path / "1_Pooling").mkdir()
    (tmp_path / "1_Pooling" / "config.json").write_text('{"pooling_mode_cls_token": true}')
    (tmp_path / "config_sentence_transformers.json").write_text('{"prompts": {"query": "car "}}')
    model = load_model(tmp_path)
    assert model.embed(["neck car"]) == pytest.approx(np.array([[1, 0]]), abs=1e-6)
    assert model.likeness("neck", {"w": np.array([[0, 1]], "<f4").tobytes()}) == pytest.approx({"w": 1.0}, abs=1e-6)
    (tmp_path / "config_sentence_transformers.json").write_text("{")
    with pytest.raises(UserError, match="cannot read"):
        load_model(tmp_path)


def test_weights_may_lie_where_exports_put_them(tmp_path: Path) -> None:
    write_model(tmp_path)
    (tmp_path / "onnx").mkdir()
    (tmp_path / "model.onnx").rename(tmp_path / "onnx" / "model.onnx")
    assert load_model(tmp_path).embed(["neck"]).shape == (1, 2)


def test_a_cross_encoder_scores_pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "BATCH", 1)  # this model has no mask and would count the padding
    scores = load_model(write_model(tmp_path, cross=True)).score_pairs("neck", ["car", "neck", "shrug car"])
    assert scores == pytest.approx([1.0, 0.0, 1.6], abs=1e-6)


def test_what_cannot_be_used_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="no usable model"):
        load_model(tmp_path)
    with pytest.raises(UserError, match="not known here: pixels"):
        load_model(write_model(tmp_path, name="pixels"))
    monkeypatch.setattr(embedding, "MODEL_FILES", (("no-such-package", "model.onnx"),))
    with pytest.raises(UserError, match=r"pip install neckref\[embedding\]"):
        load_model()


def test_the_packaged_model_sees_likeness() -> None:
    try:
        model = load_model()
    except UserError as error:
        pytest.skip(str(error))
    neck, same, other = model.embed(["exercise for neck pain", "strength training of the neck", "car engine"])
    assert neck @ same > 0.5 > neck @ other
