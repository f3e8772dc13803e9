// SPDX-License-Identifier: MIT
#include "gguf_writer.hpp"
#include "tiny_moe_gguf.hpp"

#include <cmath>
#include <random>
#include <set>
#include <sstream>
#include <string_view>
#include <vector>

namespace moebench::test {

namespace {

/// Words of the suites' texts, so that a prompt does not have one token per letter.
constexpr std::string_view words =
    "the of and to in is for that with as on this be are at when not from by or it an "
    "expert experts layer layer= copy range ranges route_a= route_b= stage= decode prefill "
    "contiguous note= reuse possible resident bitmap already both routed request= window "
    "chunk observation= CPU remain host selected slices staged active GPU buffer before MUL_MAT "
    "sample= bottleneck= transfer risk= stale guard mitigation= compare source pointer destination "
    "count skip case= hardware= laptop memory= target= interactive long context expected= avoid "
    "repeated uploads present split turn= row= phase= medium reuse_key= backend invariant= agree "
    "local user pattern= chat tokens expectation= recopy earlier maintainer small scheduler "
    "missing copies trace conversation instruction acknowledge routing details next concise "
    "systems engineer answer directly remember accumulated summarize identify whether persistent "
    "residency helps more correctness llama.cpp MoE offload benchmark prompt";

struct Vocabulary {
    std::vector<std::string> tokens;
    std::vector<std::int32_t> types;
    std::vector<std::string> merges;
    /// Whether a greedy reply may contain the token.
    std::vector<bool> printable;
    std::uint32_t end_of_text = 0;
    std::uint32_t end_of_turn = 0;
};

std::string utf8(unsigned code_point) {
    if (code_point < 0x80) return {static_cast<char>(code_point)};
    return {static_cast<char>(0xC0 | code_point >> 6), static_cast<char>(0x80 | (code_point & 63))};
}

/// GPT-2's spelling of a byte: itself if it is printable, otherwise U+0100 and up, in order.
std::vector<std::string> byte_spellings() {
    std::vector<std::string> result;
    unsigned next = 0x100;
    for (unsigned byte = 0; byte < 256; ++byte) {
        const bool itself =
            (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
        result.push_back(utf8(itself ? byte : next++));
    }
    return result;
}

Vocabulary make_vocabulary() {
    constexpr std::int32_t normal = 1;
    constexpr std::int32_t control = 3;
    Vocabulary result;
    const auto add = [&](std::string token, std::int32_t type, bool printable) {
        result.tokens.push_back(std::move(token));
        result.types.push_back(type);
        result.printable.push_back(printable);
        return static_cast<std::uint32_t>(result.tokens.size() - 1);
    };

    const auto bytes = byte_spellings();
    for (unsigned byte = 0; byte < 256; ++byte) {
        add(bytes[byte], normal, byte >= ' ' && byte <= '~');
    }
    // A word is merged letter by letter, starting with the space before it; each step is a token.
    std::set<std::string> known;
    std::istringstream list{std::string(words)};
    for (std::string word; list >> word;) {
        std::string token = bytes[' '];
        for (const char letter : word) {
            const std::string merged = token + letter;
            if (known.insert(merged).second) {
                result.merges.push_back(token + " " + letter);
                add(merged, normal, true);
            }
            token = merged;
        }
    }
    result.end_of_text = add("<|endoftext|>", control, false);
    add("<|im_start|>", control, false);
    result.end_of_turn = add("<|im_end|>", control, false);
    return result;
}

class ModelWriter {
public:
    explicit ModelWriter(const TinyMoe& size) : size_(size) {}

    void write(const std::string& path) {
        add_metadata();
        add_tensors();
        file_.write(path);
    }

private:
    static constexpr std::uint32_t heads = 4;
    static constexpr std::uint32_t kv_heads = 2;
    static constexpr std::uint32_t conv_kernel = 4;
    static constexpr std::uint32_t ssm_groups = 2;
    static constexpr std::uint32_t ssm_inner = 64;
    static constexpr std::uint32_t ssm_ranks = 4;

    std::string architecture() const { return size_.hybrid ? "qwen35moe" : "qwen3moe"; }

    void add_metadata() {
        const auto add = [&](std::string_view key, auto value) {
            file_.add(architecture() + "." + std::string(key), value);
        };
        file_.add("general.architecture", architecture());
        file_.add("general.name", "tiny random MoE");
        file_.add("general.file_type", std::uint32_t{0});
        add("context_length", std::uint32_t{65536});
        add("embedding_length", size_.embedding);
        add("block_count", size_.layers);
        add("feed_forward_length", size_.feed_forward);
        add("expert_feed_forward_length", size_.feed_forward);
        add("attention.head_count", heads);
        add("attention.head_count_kv", kv_heads);
        add("attention.layer_norm_rms_epsilon", 1e-6F);
        add("expert_count", size_.experts);
        add("expert_used_count", std::uint32_t{2});
        if (size_.hybrid) {
            add("attention.key_length", size_.embedding / heads);
            add("attention.value_length", size_.embedding / heads);
            add("expert_shared_feed_forward_length", size_.feed_forward);
            add("full_attention_interval", std::uint32_t{4});
            add("rope.dimension_count", std::uint32_t{8});
            add("rope.dimension_sections", std::vector<std::int32_t>{2, 1, 1, 0});
            add("ssm.conv_kernel", conv_kernel);
            add("ssm.group_count", ssm_groups);
            add("ssm.inner_size", ssm_inner);
            add("ssm.state_size", ssm_inner / ssm_ranks);
            add("ssm.time_step_rank", ssm_ranks);
        }

        file_.add("tokenizer.ggml.model", "gpt2");
        file_.add("tokenizer.ggml.pre", "gpt-2");
        file_.add("tokenizer.ggml.tokens", vocabulary_.tokens);
        file_.add("tokenizer.ggml.token_type", vocabulary_.types);
        file_.add("tokenizer.ggml.merges", vocabulary_.merges);
        file_.add("tokenizer.ggml.bos_token_id", vocabulary_.end_of_text);
        file_.add("tokenizer.ggml.eos_token_id", vocabulary_.end_of_turn);
    }

    void add_tensors() {
        const std::uint64_t embedding = size_.embedding;
        const std::uint64_t wide = size_.feed_forward;
        const std::uint64_t experts = size_.experts;
        const std::uint64_t tokens = vocabulary_.tokens.size();

        file_.add_tensor("token_embd.weight", {embedding, tokens}, random(1));
        add_norm("output_norm.weight", embedding);
        const auto output = random(embedding);
        // Rows of zeros are never sampled: the best of hundreds of random rows always wins.
        file_.add_tensor("output.weight", {embedding, tokens},
                         [output, embedding, this](std::uint64_t i) {
                             const float value = output(i);
                             return vocabulary_.printable[i / embedding] ? value : 0.0F;
                         });
        for (std::uint32_t layer = 0; layer < size_.layers; ++layer) {
            const std::string block = "blk." + std::to_string(layer) + ".";
            add_norm(block + "attn_norm.weight", embedding);
            if (size_.hybrid && layer % 4 != 3) {
                add_recurrence(block);
            } else {
                add_attention(block);
            }
            add_norm(block + (size_.hybrid ? "post_attention_norm.weight" : "ffn_norm.weight"),
                     embedding);
            add_matrix(block + "ffn_gate_inp.weight", {embedding, experts});
            const auto stale = layer == 1 ? size_.stale_expert : 0;
            add_experts(block + "ffn_gate_exps.weight", {embedding, wide, experts}, stale);
            add_experts(block + "ffn_up_exps.weight", {embedding, wide, experts}, stale);
            add_experts(block + "ffn_down_exps.weight", {wide, embedding, experts}, stale);
            if (!size_.hybrid) continue;
            add_matrix(block + "ffn_gate_inp_shexp.weight", {embedding});
            add_matrix(block + "ffn_gate_shexp.weight", {embedding, wide});
            add_matrix(block + "ffn_up_shexp.weight", {embedding, wide});
            add_matrix(block + "ffn_down_shexp.weight", {wide, embedding});
        }
    }

    void add_attention(const std::string& block) {
        const std::uint64_t embedding = size_.embedding;
        const std::uint64_t head = embedding / heads;
        add_norm(block + "attn_q_norm.weight", head);
        add_norm(block + "attn_k_norm.weight", head);
        // the query of a hybrid model also contains its gate
        add_matrix(block + "attn_q.weight", {embedding, embedding * (size_.hybrid ? 2 : 1)});
        add_matrix(block + "attn_k.weight", {embedding, head * kv_heads});
        add_matrix(block + "attn_v.weight", {embedding, head * kv_heads});
        add_matrix(block + "attn_output.weight", {embedding, embedding});
    }

    void add_recurrence(const std::string& block) {
        const std::uint64_t embedding = size_.embedding;
        const std::uint64_t state = ssm_inner / ssm_ranks;
        const std::uint64_t mixed = std::uint64_t{2} * ssm_groups * state + ssm_inner;
        add_matrix(block + "attn_qkv.weight", {embedding, mixed});
        add_matrix(block + "attn_gate.weight", {embedding, ssm_inner});
        add_matrix(block + "ssm_conv1d.weight", {conv_kernel, mixed});
        add_matrix(block + "ssm_dt.bias", {ssm_ranks});
        file_.add_tensor(block + "ssm_a", {ssm_ranks}, [](std::uint64_t) { return -1.0F; });
        add_matrix(block + "ssm_beta.weight", {embedding, ssm_ranks});
        add_matrix(block + "ssm_alpha.weight", {embedding, ssm_ranks});
        add_norm(block + "ssm_norm.weight", state);
        add_matrix(block + "ssm_out.weight", {ssm_inner, embedding});
    }

    void add_norm(std::string name, std::uint64_t width) {
        file_.add_tensor(std::move(name), {width}, [](std::uint64_t) { return 1.0F; });
    }

    void add_matrix(std::string name, std::vector<std::uint64_t> shape) {
        auto fill = random(shape.front());
        file_.add_tensor(std::move(name), std::move(shape), std::move(fill));
    }

    void add_experts(std::string name, std::vector<std::uint64_t> shape, std::uint32_t stale) {
        if (size_.hollow_experts) {
            file_.add_tensor(std::move(name), std::move(shape), nullptr);
            return;
        }
        const auto each = shape[0] * shape[1];
        const double largest = std::sqrt(3.0 / static_cast<double>(shape.front()));
        auto fill = [this, each, stale, largest, value_of = random(shape.front()),
                     first = std::vector<float>()](std::uint64_t i) mutable {
            // called for a stale expert, too, so that the others stay the same
            const float value = rounded(value_of(i), largest);
            if (i < each) first.push_back(value);
            return stale > 0 && i / each == stale ? first[i % each] : value;
        };
        file_.add_tensor(std::move(name), std::move(shape), std::move(fill));
    }

    float rounded(float value, double largest) const {
        if (size_.expert_bits == 0) return value;
        const double steps = std::ldexp(1.0, size_.expert_bits - 1) / largest;
        return static_cast<float>(std::round(value * steps) / steps);
    }

    /// Uniform distribution with variance 1/width. Uses the engine directly, because the library's
    /// distributions differ between compilers.
    GgufWriter::Fill random(std::uint64_t width) {
        const double scale = std::sqrt(12.0 / static_cast<double>(width)) / 4294967296.0;
        return [this, scale](std::uint64_t) {
            return static_cast<float>((static_cast<double>(engine_()) - 2147483648.0) * scale);
        };
    }

    TinyMoe size_;
    Vocabulary vocabulary_ = make_vocabulary();
    std::mt19937 engine_{11434};
    GgufWriter file_;
};

} // namespace

void write_tiny_moe_gguf(const std::string& path, const TinyMoe& size) {
    ModelWriter(size).write(path);
}

} // namespace moebench::test
