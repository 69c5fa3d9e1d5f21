#pragma once

#include "curves/readers/logplace.h"
#include "curves/readers/logreader.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace inceptoscope {

/// The numbers of an object, by their keys.
using JsonEntry = std::vector<std::pair<std::string, double>>;

/// Reads a log that is one JSON text, written anew each time: the trainer_state.json of Hugging
/// Face, what TensorBoard gives for one tag, and a list of objects with any keys.
class JsonDocumentReader : public LogReader
{
public:
    /// `fileTag`: of TensorBoard's.
    explicit JsonDocumentReader(std::string fileTag)
        : m_fileTag(std::move(fileTag))
    {
    }

    /// Whether a text, of which this may be the beginning only, is a list of objects the first of
    /// which says where it stands and has another number.
    static bool isListOfRows(std::string_view beginning);

    /// All of it where it has changed.
    Expected<bool> readOn(const ByteSource &bytes, RunsByPart &runs, std::uint64_t most) override;

private:
    void readText(const std::string &text, RunLog &run);
    /// Which of its keys say where an entry stands.
    using Places = std::optional<PlaceName> (*)(std::string_view key, bool timesSteps);

    void takeEntry(const JsonEntry &entry, Places places, RunLog &run);
    void takePoint(const std::vector<double> &numbers, RunLog &run);

    std::string m_fileTag;
    PlaceCounter m_counter;
};

} // namespace inceptoscope
