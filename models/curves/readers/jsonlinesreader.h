#pragma once

#include "curves/readers/logplace.h"
#include "curves/readers/textlogreader.h"

#include <nlohmann/json_fwd.hpp>

namespace inceptoscope {

/// Reads JSON Lines with whatever keys. Those of objects within objects are joined with "/"; what
/// is no number is passed over.
class JsonLinesReader : public TextLogReader
{
public:
    using TextLogReader::TextLogReader;

private:
    void takeLine(std::string_view text, bool whole, RunsByPart &runs) override;
    void takeValues(const nlohmann::json &object, const std::string &prefix, RunLog &run);

    PlaceCounter m_counter;
    LoggedPoint m_point; ///< of the line that is being taken
};

} // namespace inceptoscope
