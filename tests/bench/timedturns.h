#pragma once

#include "graph/error.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <iostream>
#include <string>
#include <vector>

namespace inceptoscope::test {

/// As peers/peers.py asks its peers: each line of the input is a number of turns, and the answer a
/// line with their times in milliseconds, as a list in JSON. `work` does one turn; what it fails
/// with ends this.
template<typename Work> Expected<void> answerTurns(Work work)
{
    for (std::string line; std::getline(std::cin, line);) {
        std::vector<double> times(static_cast<std::size_t>(std::stoi(line)));
        for (double &time : times) {
            const auto start = std::chrono::steady_clock::now();
            if (const auto done = work(); !done)
                return tl::unexpected(done.error());
            time =
                std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
                    .count();
        }
        std::cout << nlohmann::json(times) << '\n' << std::flush;
    }
    return {};
}

} // namespace inceptoscope::test
