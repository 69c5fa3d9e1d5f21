#pragma once

#include "curves/readers/logplace.h"
#include "curves/readers/textlogreader.h"

#include <nlohmann/json_fwd.hpp>

namespace inceptoscope {

/// Reads JSON Lines with whatever keys. Those of objects within objects are joined with "/"; what
/// is no number is passed over. Where a line says what it is of, as in "mode": "val", that comes
/// before its keys, too.
class JsonLinesReader : public TextLogReader
{
public:
    using TextLogReader::TextLogReader;

private:
    void takeLine(std::string_view text, bool whole, RunsByPart &runs) override;
    LoggedPoint pointOf(const nlohmann::json &object);
    void takeValues(const nlohmann::json &object, const std::string &prefix, RunLog &run);

    PlaceCounter m_counter;
    bool m_countsTwice = false; ///< as MMEngine does: "iter" and "step" are the same
    LoggedPoint m_point; ///< of the line that is being taken
    bool m_timesSteps = false; ///< it says how long a step took
    std::string_view m_on; ///< what it was measured on
};

} // namespace inceptoscope
