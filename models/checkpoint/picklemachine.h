#pragma once

#include "checkpoint/pickle.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace inceptoscope {

/// Python's machine for pickles, without the parts that run anything: a stack of values, marks in
/// it, and a memo of values to use again.
class PickleMachine
{
public:
    PickleMachine(ByteCursor &cursor, KnownGlobal known);

    bool running() const { return !m_stopped && !m_problem; }
    /// Whatever the reason given: a cursor without enough bytes is one of its own.
    void fail(std::string reason);
    /// What it has come to, once it does not run any more.
    Expected<Pickle> result();

    // What the instructions do; they take their arguments from the cursor and from the stack.

    void stop();
    void mark();
    void pop() { take(); }
    void popMark() { takeMarked(); }
    void duplicate() { pushAgain(top()); }

    void push(Pickle::Value value) { pushAgain(add(std::move(value))); }
    void pushBool(bool value) { push({.kind = Pickle::Kind::Bool, .integer = value}); }
    template<typename Number> void pushInt()
    {
        push({.kind = Pickle::Kind::Int, .integer = m_cursor.number<Number>()});
    }
    void pushIntLine();
    void pushLongLine();
    template<typename Length> void pushLong() { pushLong(m_cursor.number<Length>()); }
    void pushDouble();
    void pushDoubleLine();
    template<typename Length> void pushText(Pickle::Kind kind)
    {
        push({.kind = kind, .text = m_cursor.text(m_cursor.number<Length>())});
    }
    void pushQuotedLine();
    void pushTextLine();

    void makeTuple(std::size_t count);
    void makeMarked(Pickle::Kind kind);
    void append();
    void appendMarked();
    void setItem();
    void setMarked();

    template<typename Index> void put() { memoise(m_cursor.number<Index>()); }
    void putLine() { memoise(indexLine()); }
    void putNext() { memoise(static_cast<std::uint32_t>(m_memoised)); }
    template<typename Index> void get() { recall(m_cursor.number<Index>()); }
    void getLine() { recall(indexLine()); }

    void globalLines();
    void globalOnStack();
    void instance();
    void reduce();
    void build();
    void persistent();

    void protocol();
    void frame() { m_cursor.bytes(8); } // a hint for readers of streams

private:
    Pickle::Id add(Pickle::Value value);
    void countItems(std::size_t count);
    void pushAgain(Pickle::Id id);
    std::size_t floor() const { return m_marks.empty() ? 0 : m_marks.back(); }
    Pickle::Id top();
    Pickle::Id take();
    std::vector<Pickle::Id> takeFrom(std::size_t position);
    std::vector<Pickle::Id> takeMarked();
    void extend(Pickle::Id id, Pickle::Kind kind, const std::vector<Pickle::Id> &items);
    void pushLong(std::uint64_t length);
    void pushGlobal(std::string_view module, std::string_view name);
    void pushOrderedDict(const Pickle::Value &arguments);
    std::uint32_t indexLine();
    void memoise(std::uint32_t index);
    void recall(std::uint32_t index);

    ByteCursor &m_cursor;
    KnownGlobal m_known;
    std::vector<Pickle::Value> m_values;
    std::size_t m_items = 0;
    std::vector<Pickle::Id> m_stack;
    std::vector<std::size_t> m_marks; ///< positions in the stack
    std::vector<Pickle::Id> m_memo; ///< by index; 0, the value no pickle has made, for none
    std::size_t m_memoised = 0;
    std::optional<Error> m_problem;
    bool m_stopped = false;
};

} // namespace inceptoscope
