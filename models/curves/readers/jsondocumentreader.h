#pragma once

#include "curves/readers/logplace.h"
#include "curves/readers/logreader.h"

#include <string>
#include <utility>
#include <vector>

namespace inceptoscope {

/// Reads a log that is one JSON text, written anew each time: the trainer_state.json of Hugging
/// Face, and what TensorBoard gives for one tag.
class JsonDocumentReader : public LogReader
{
public:
    /// `fileTag`: of TensorBoard's.
    explicit JsonDocumentReader(std::string fileTag)
        : m_fileTag(std::move(fileTag))
    {
    }

    /// All of it where it has changed.
    Expected<bool> readOn(const ByteSource &bytes, RunsByPart &runs, std::uint64_t most) override;

private:
    void readText(const std::string &text, RunLog &run);
    void takeEntry(const std::vector<std::pair<std::string, double>> &entry, PlaceCounter &counter,
                   RunLog &run);
    void takePoint(const std::vector<double> &numbers, RunLog &run);

    std::string m_fileTag;
};

} // namespace inceptoscope
