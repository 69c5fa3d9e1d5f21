#include "bench/tablefile.h"
#include "bench/timedturns.h"
#include "curves/runlogs.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <iostream>
#include <numeric>
#include <string>

using namespace inceptoscope;

// table_peer FILE: this program as a peer that reads a table (peers/peers.py says how they talk).
// It says the sum of each column first. table_peer FILE ROWS writes one, with 100 columns.

namespace {

double sumOf(const Column &column)
{
    double sum = 0.0;
    for (const auto part : column.parts())
        sum = std::accumulate(part.begin(), part.end(), sum);
    return sum;
}

Expected<void> serve(const std::string &file)
{
    const auto run = readRunLog(file);
    if (!run)
        return tl::unexpected(run.error());
    nlohmann::json sums = nlohmann::json::object();
    for (const auto &[tag, series] : run->series)
        sums[tag] = sumOf(series.values());
    std::cout << nlohmann::json{{"sums", sums}} << '\n' << std::flush;
    return test::answerTurns([&file] { return readRunLog(file); });
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 2 && argc != 3) {
        std::fprintf(stderr, "usage: table_peer FILE [ROWS]\n");
        return 2;
    }
    if (argc == 3) {
        test::writeTable(argv[1], std::stoll(argv[2]));
        return 0;
    }
    if (const auto done = serve(argv[1]); !done) {
        std::fprintf(stderr, "table_peer: %s\n", done.error().message.c_str());
        return 1;
    }
}
