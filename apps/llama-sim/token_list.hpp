// SPDX-License-Identifier: MIT
#pragma once

#include "bodies.hpp"
#include "next_token.hpp"

#include <string>
#include <vector>

namespace llama_sim {

/// `completion_probabilities`, and `logprobs.content` of a chat reply: a JSON array. `broken`:
/// every logprob is null.
std::string token_list(const std::vector<NextToken>& tokens, bool broken);

/// NextOptions::noise, as the fault sets it.
double noise(const RequestFaults& faults);

} // namespace llama_sim
