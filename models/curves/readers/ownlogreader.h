#pragma once

#include "curves/readers/textlogreader.h"

#include <nlohmann/json_fwd.hpp>

namespace inceptoscope {

/// Reads what RunLogWriter writes. An epoch that comes again overwrites: the run was resumed.
class OwnLogReader : public TextLogReader
{
public:
    using TextLogReader::TextLogReader;

    static bool isFirstLine(std::string_view line);

private:
    void takeLine(std::string_view text, bool whole, RunsByPart &runs) override;
    void takeRun(const nlohmann::json &line, RunLog &run);
    void takeEpoch(const nlohmann::json &line, RunLog &run);
    bool isEpoch(const nlohmann::json &line);
    bool hasSoundValues(const nlohmann::json &line);

    bool m_isOver = false; ///< another run has started in the file
};

} // namespace inceptoscope
