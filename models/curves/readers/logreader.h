#pragma once

#include "curves/readers/bytesource.h"
#include "curves/readers/logfaults.h"
#include "curves/runlog.h"

#include <map>

namespace inceptoscope {

/// The runs a file tells of: nearly always one, whose part is "".
using RunsByPart = std::map<std::string, RunLog, std::less<>>;

/// What becomes of a last line without an end.
enum class Tail {
    Take, ///< the file is whole
    Wait, ///< somebody may be writing to it
};

/// Reads one log, and reads on when it has grown: bytes that were read are not read again. Whoever
/// finds that what was read has changed since starts anew with another reader (see RunReader).
class LogReader
{
public:
    LogReader() = default;
    LogReader(const LogReader &) = delete;
    LogReader &operator=(const LogReader &) = delete;
    virtual ~LogReader() = default;

    /// Reads on from where it stopped, some `most` bytes at a time, and appends to the runs. Says
    /// whether there is more to be read. Error: a reason, where the source cannot be read.
    virtual Expected<bool> readOn(const ByteSource &bytes, RunsByPart &runs,
                                  std::uint64_t most) = 0;

    /// From now on.
    virtual void setTail(Tail) { }

    /// What was read so far, apart from what is looked at again when more has come.
    std::uint64_t offset() const { return m_offset; }
    const LogFaults &faults() const { return m_faults; }

protected:
    static constexpr std::size_t mostSeries = 100'000; ///< of a run
    static constexpr std::size_t longestTag = 4'096; ///< bytes

    /// The series of a tag, made if it is not there. A tag that is not UTF-8 is taken for Latin-1.
    /// Nothing, and a fault, where a run has too many, or the tag is too long.
    Series *seriesOf(RunLog &run, std::string_view tag);

    std::uint64_t m_offset = 0;
    LogFaults m_faults;
};

} // namespace inceptoscope
