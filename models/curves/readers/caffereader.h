#pragma once

#include "curves/readers/textlogreader.h"

namespace inceptoscope {

/// Reads what Caffe prints while it trains: "Iteration N, loss = x" and the outputs of its nets.
/// Tags are "loss", "lr", "train/NAME" and "test/NAME", "test1/NAME" for a second net that is
/// tested.
class CaffeReader : public TextLogReader
{
public:
    using TextLogReader::TextLogReader;

    /// Whether a line is one of Caffe's: of its solver, or written by one of its sources.
    static bool isLine(std::string_view line);

private:
    /// Caffe's time of day, which knows no year.
    class Clock
    {
    public:
        /// Seconds since the first line with a time; what is not known before there is one.
        double at(std::string_view line);

    private:
        double m_first = unknownNumber;
        double m_last = unknownNumber;
        double m_years = 0; ///< seconds of the years that have ended since
        bool m_leapDaySeen = false;
    };

    void takeLine(std::string_view line, bool whole, RunsByPart &runs) override;
    void takeIteration(std::string_view text, RunLog &run);
    void takeOutput(std::string_view text, const std::string &prefix, RunLog &run);
    void add(RunLog &run, const std::string &tag, double value);

    Clock m_clock;
    double m_wall = unknownNumber;
    double m_iteration = unknownNumber;
    int m_testNet = 0;
};

} // namespace inceptoscope
