#pragma once

#include "curves/readers/textlogreader.h"

namespace inceptoscope {

/// Reads one metric of a run from MLflow's file store: lines "timestamp_ms value step".
class MLflowReader : public TextLogReader
{
public:
    MLflowReader(Tail tail, std::string tag)
        : TextLogReader(tail)
        , m_tag(std::move(tag))
    {
    }

    static bool isLine(std::string_view line);

private:
    void takeLine(std::string_view line, bool whole, RunsByPart &runs) override;

    std::string m_tag;
};

} // namespace inceptoscope
