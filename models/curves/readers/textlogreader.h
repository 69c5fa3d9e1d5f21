#pragma once

#include "curves/readers/logreader.h"

namespace inceptoscope {

/// Reads a log line by line. Ends of lines are \n or \r\n.
class TextLogReader : public LogReader
{
public:
    static constexpr std::size_t longestLine = std::size_t{1} << 20; ///< bytes

    explicit TextLogReader(Tail tail)
        : m_tail(tail)
    {
    }

    Expected<bool> readOn(const ByteSource &bytes, RunsByPart &runs, std::uint64_t most) final;
    void setTail(Tail tail) final { m_tail = tail; }

protected:
    /// A line that is neither blank nor has zero bytes, without its end. `whole`: it has one.
    virtual void takeLine(std::string_view line, bool whole, RunsByPart &runs) = 0;
    /// The end of a file that is whole.
    virtual void takeEnd() { }
    /// Takes many lines at once, where that is quicker than one by one and comes to the same: how
    /// many bytes it took from `offset()` on, which is behind them then. No error ends the others.
    virtual Expected<std::uint64_t> takeManyLines(const ByteSource & /*bytes*/,
                                                  RunsByPart & /*runs*/, std::uint64_t /*most*/)
    {
        return 0;
    }
    /// Takes whole lines, one by one, and says how many bytes they had.
    std::size_t takeLines(std::string_view text, RunsByPart &runs);
    /// Counts lines that were taken in another way.
    void countLines(std::size_t lines) { m_line += lines; }

    /// Of the line that is being taken, from 1.
    std::size_t lineNumber() const { return m_line; }
    /// "line 7"
    std::string where() const;
    /// Notes that the line is left out; the reason follows the line's number. Of lines that are
    /// left out for the same kind of reason, the first is told.
    void leaveOut(std::string_view kind, std::string_view reason);
    void leaveOut(std::string_view reason) { leaveOut(reason, reason); }
    void leaveOutUnfinished();

private:
    void take(std::string_view line, bool whole, RunsByPart &runs);
    void skipLong(std::string_view text);
    void finish(std::string_view rest, RunsByPart &runs);

    Tail m_tail;
    std::size_t m_line = 0;
    bool m_skipping = false; ///< the rest of a line that is too long
};

} // namespace inceptoscope
