#include "checkpoint/picklemachine.h"

#include "checkpoint/printable.h"

#include <bit>
#include <charconv>
#include <cstring>
#include <fmt/format.h>
#include <memory>

namespace inceptoscope {

namespace {

using Id = Pickle::Id;
using Kind = Pickle::Kind;
using Value = Pickle::Value;

constexpr std::string_view orderedDict = "collections.OrderedDict";

template<typename Number> std::optional<Number> numberIn(std::string_view text)
{
    Number number = 0;
    const char *end = std::to_address(text.end());
    const auto [stop, error] = std::from_chars(std::to_address(text.begin()), end, number);
    if (error != std::errc() || stop != end)
        return std::nullopt;
    return number;
}

} // namespace

PickleMachine::PickleMachine(ByteCursor &cursor, KnownGlobal known)
    : m_cursor(cursor)
    , m_known(known)
{
    // What is taken from an empty stack.
    m_values.emplace_back();
}

Expected<Pickle> PickleMachine::result()
{
    if (m_problem)
        return tl::unexpected(*m_problem);
    return Pickle(std::move(m_values), m_stack.back());
}

/// The first problem counts: what follows from it does not.
void PickleMachine::fail(std::string reason)
{
    if (!m_problem)
        m_problem = Error{m_cursor.failed() ? "its pickle is cut short" : std::move(reason)};
}

Id PickleMachine::add(Value value)
{
    if (m_values.size() >= Pickle::mostValues) {
        fail(fmt::format("its pickle has more than {} values", Pickle::mostValues));
        return 0;
    }
    m_values.push_back(std::move(value));
    return static_cast<Id>(m_values.size() - 1);
}

void PickleMachine::countItems(std::size_t count)
{
    m_items += count;
    if (m_items > Pickle::mostItems)
        fail(fmt::format("its pickle's lists have more than {} items", Pickle::mostItems));
}

void PickleMachine::pushAgain(Id id)
{
    if (m_stack.size() >= Pickle::mostItems)
        fail(fmt::format("its pickle has more than {} values at hand", Pickle::mostItems));
    else
        m_stack.push_back(id);
}

Id PickleMachine::top()
{
    if (m_stack.size() > floor())
        return m_stack.back();
    fail("its pickle takes a value where there is none");
    return 0;
}

Id PickleMachine::take()
{
    const Id id = top();
    if (!m_problem)
        m_stack.pop_back();
    return id;
}

std::vector<Id> PickleMachine::takeFrom(std::size_t position)
{
    std::vector<Id> taken(m_stack.begin() + static_cast<std::ptrdiff_t>(position), m_stack.end());
    m_stack.resize(position);
    return taken;
}

std::vector<Id> PickleMachine::takeMarked()
{
    if (m_marks.empty()) {
        fail("its pickle takes values up to a mark where there is none");
        return {};
    }
    const std::size_t position = m_marks.back();
    m_marks.pop_back();
    return takeFrom(position);
}

void PickleMachine::stop()
{
    if (m_stack.size() != 1 || !m_marks.empty())
        fail("its pickle ends with something other than one value");
    m_stopped = true;
}

void PickleMachine::mark()
{
    if (m_marks.size() >= Pickle::mostMarks)
        fail(fmt::format("its pickle is nested more than {} deep", Pickle::mostMarks));
    m_marks.push_back(m_stack.size());
}

void PickleMachine::protocol()
{
    const auto version = m_cursor.number<std::uint8_t>();
    if (version > 5)
        fail(fmt::format("its pickle has the protocol {}, which is unknown here", version));
}

// --- Numbers and texts

void PickleMachine::pushIntLine()
{
    const auto line = m_cursor.line();
    if (line == "00" || line == "01") { // how protocol 0 writes False and True
        pushBool(line == "01");
    } else if (const auto number = numberIn<std::int64_t>(line)) {
        push({.kind = Kind::Int, .integer = *number});
    } else {
        fail(fmt::format("its pickle has \"{}\" for a number", printable(line)));
    }
}

void PickleMachine::pushLongLine()
{
    auto line = m_cursor.line();
    if (line.ends_with('L'))
        line.remove_suffix(1);
    if (const auto number = numberIn<std::int64_t>(line))
        push({.kind = Kind::Int, .integer = *number});
    else
        fail(fmt::format("its pickle has \"{}\" for a number", printable(line)));
}

void PickleMachine::pushLong(std::uint64_t length)
{
    const auto text = m_cursor.text(length);
    if (text.size() > sizeof(std::int64_t)) {
        push({.kind = Kind::BigInt, .text = text});
        return;
    }
    const bool negative = !text.empty() && (static_cast<unsigned char>(text.back()) & 0x80U) != 0;
    std::int64_t number = negative ? -1 : 0;
    if (!text.empty()) // else its data may be null, which memcpy must not be given
        std::memcpy(&number, text.data(), text.size());
    push({.kind = Kind::Int, .integer = number});
}

void PickleMachine::pushDouble()
{
    // The one number that is big endian.
    const auto bits = __builtin_bswap64(m_cursor.number<std::uint64_t>());
    push({.kind = Kind::Double, .real = std::bit_cast<double>(bits)});
}

void PickleMachine::pushDoubleLine()
{
    const auto line = m_cursor.line();
    if (const auto number = numberIn<double>(line))
        push({.kind = Kind::Double, .real = *number});
    else
        fail(fmt::format("its pickle has \"{}\" for a number", printable(line)));
}

void PickleMachine::pushQuotedLine()
{
    const auto line = m_cursor.line();
    const bool quoted = line.size() >= 2 && line.front() == line.back()
        && (line.front() == '\'' || line.front() == '"');
    if (!quoted || line.find('\\') != std::string_view::npos)
        fail(fmt::format("its pickle has the text {}, which cannot be read", printable(line)));
    else
        push({.kind = Kind::String, .text = line.substr(1, line.size() - 2)});
}

void PickleMachine::pushTextLine()
{
    const auto line = m_cursor.line();
    if (line.find('\\') != std::string_view::npos)
        fail(fmt::format("its pickle has the text {}, which cannot be read", printable(line)));
    else
        push({.kind = Kind::String, .text = line});
}

// --- Lists, tuples and dictionaries

void PickleMachine::makeTuple(std::size_t count)
{
    if (m_stack.size() < floor() + count) {
        fail("its pickle takes a value where there is none");
        return;
    }
    countItems(count);
    push({.kind = Kind::Tuple, .items = takeFrom(m_stack.size() - count)});
}

void PickleMachine::makeMarked(Kind kind)
{
    auto items = takeMarked();
    if (kind == Kind::Dict && items.size() % 2 != 0)
        fail("its pickle has a key without a value");
    countItems(items.size());
    push({.kind = kind, .items = std::move(items)});
}

void PickleMachine::extend(Id id, Kind kind, const std::vector<Id> &items)
{
    Value &value = m_values[id];
    if (value.kind != kind)
        fail(fmt::format("its pickle puts items into something that is no {}",
                         kind == Kind::List ? "list" : "dictionary"));
    else if (kind == Kind::Dict && items.size() % 2 != 0)
        fail("its pickle has a key without a value");
    countItems(items.size());
    if (!m_problem)
        value.items.insert(value.items.end(), items.begin(), items.end());
}

void PickleMachine::append()
{
    const Id item = take();
    extend(top(), Kind::List, {item});
}

void PickleMachine::appendMarked()
{
    const auto items = takeMarked();
    extend(top(), Kind::List, items);
}

void PickleMachine::setItem()
{
    const Id value = take();
    const Id key = take();
    extend(top(), Kind::Dict, {key, value});
}

void PickleMachine::setMarked()
{
    const auto items = takeMarked();
    extend(top(), Kind::Dict, items);
}

// --- The memo

std::uint32_t PickleMachine::indexLine()
{
    const auto line = m_cursor.line();
    const auto index = numberIn<std::uint32_t>(line);
    if (!index)
        fail(fmt::format("its pickle has \"{}\" for a number", printable(line)));
    return index.value_or(0);
}

void PickleMachine::memoise(std::uint32_t index)
{
    const Id id = top();
    // Python counts indices up, so that none is beyond the number of values.
    if (index >= Pickle::mostMemoised)
        fail(fmt::format("its pickle remembers more than {} values", Pickle::mostMemoised));
    if (m_problem)
        return;
    if (index >= m_memo.size())
        m_memo.resize(index + 1);
    m_memoised += m_memo[index] == 0 ? 1 : 0;
    m_memo[index] = id;
}

void PickleMachine::recall(std::uint32_t index)
{
    if (index >= m_memo.size() || m_memo[index] == 0)
        fail(fmt::format("its pickle uses the value {}, which it has not remembered", index));
    else
        pushAgain(m_memo[index]);
}

// --- Classes and functions

void PickleMachine::pushGlobal(std::string_view module, std::string_view name)
{
    if (m_cursor.failed() || m_problem)
        return;
    const std::string_view known = m_known(module, name);
    if (known.empty())
        fail(
            fmt::format("its pickle asks for \"{}.{}\", which is never run: only tensors and plain "
                        "values are read, as torch.save(model.state_dict(), …) writes them",
                        printable(module), printable(name)));
    else
        push({.kind = Kind::Global, .text = known});
}

void PickleMachine::globalLines()
{
    const auto module = m_cursor.line();
    const auto name = m_cursor.line();
    pushGlobal(module, name);
}

/// Python 2's way to make an object: a class and, up to the mark, its arguments.
void PickleMachine::instance()
{
    globalLines();
    if (m_problem)
        return;
    const Id function = take();
    auto arguments = takeMarked();
    countItems(arguments.size());
    pushAgain(function);
    push({.kind = Kind::Tuple, .items = std::move(arguments)});
    reduce();
}

void PickleMachine::globalOnStack()
{
    const Id name = take();
    const Id module = take();
    if (m_values[name].kind != Kind::String || m_values[module].kind != Kind::String)
        fail("its pickle names a class by something that is no text");
    else
        pushGlobal(m_values[module].text, m_values[name].text);
}

void PickleMachine::reduce()
{
    const Id arguments = take();
    const Id function = take();
    if (m_values[function].kind != Kind::Global || m_values[arguments].kind != Kind::Tuple) {
        fail("its pickle calls something that is no class or function");
    } else if (m_values[function].text == orderedDict) {
        pushOrderedDict(m_values[arguments]);
    } else {
        countItems(2);
        push({.kind = Kind::Call, .items = {function, arguments}});
    }
}

/// Called without arguments or, as Python 2 did, with a list of pairs.
void PickleMachine::pushOrderedDict(const Value &arguments)
{
    Value dictionary{.kind = Kind::Dict};
    const std::size_t given = arguments.items.size();
    const Value *pairs = given == 1 ? &m_values[arguments.items.front()] : nullptr;
    bool understood = given == 0 || (pairs && pairs->kind == Kind::List);
    if (pairs && understood) {
        countItems(2 * pairs->items.size());
        for (std::size_t i = 0; i < pairs->items.size() && understood && !m_problem; ++i) {
            const auto &pair = m_values[pairs->items[i]];
            understood =
                (pair.kind == Kind::List || pair.kind == Kind::Tuple) && pair.items.size() == 2;
            if (understood)
                dictionary.items.insert(dictionary.items.end(), pair.items.begin(),
                                        pair.items.end());
        }
    }
    if (!understood)
        fail("its pickle makes an OrderedDict of something that is no list of pairs");
    push(std::move(dictionary));
}

/// What is set on a state dict is its _metadata, on a tensor what it had besides its values.
void PickleMachine::build()
{
    take();
    const Kind kind = m_values[top()].kind;
    if (kind != Kind::Dict && kind != Kind::Call)
        fail("its pickle sets members of something that has none");
}

void PickleMachine::persistent()
{
    const Id id = take();
    countItems(1);
    push({.kind = Kind::Persistent, .items = {id}});
}

} // namespace inceptoscope
