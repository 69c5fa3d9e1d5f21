#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace inceptoscope {

/// What stays the same of a reason however often its fault comes again.
std::string_view firstOf(std::string_view reason);

/// What is wrong with one file: a sentence for the first fault of each kind, and how often it came.
class LogFaults
{
public:
    /// Notes a line or record that was left out. `sentence` makes the text, and is called for the
    /// first of a kind only.
    template<typename Sentence> void add(std::string_view kind, Sentence sentence)
    {
        ++m_leftOut;
        if (!addAgain(kind))
            addFirst(kind, sentence());
    }
    /// Notes something that is wrong with the whole; once.
    void tell(std::string_view kind, std::string sentence);

    std::size_t leftOut() const { return m_leftOut; }
    /// In the order they came first.
    std::vector<std::string> reasons() const;

private:
    struct Fault
    {
        std::string kind;
        std::string first;
        std::size_t count = 1;
    };

    Fault *find(std::string_view kind);
    bool addAgain(std::string_view kind);
    void addFirst(std::string_view kind, std::string sentence);

    std::vector<Fault> m_faults;
    std::size_t m_leftOut = 0;
};

} // namespace inceptoscope
