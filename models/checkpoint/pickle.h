#pragma once

#include "checkpoint/bytecursor.h"
#include "graph/error.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace inceptoscope {

/// The values of one pickle, Python's form of stored objects. They refer to each other by number
/// and lie in one list, whatever their nesting: neither reading nor freeing them recurses, and a
/// value that is used a thousand times is there once. A list may contain itself. Texts lie in the
/// bytes that were read and live as long as those.
class Pickle
{
public:
    using Id = std::uint32_t;
    enum class Kind {
        None,
        Bool, ///< in `integer`
        Int,
        BigInt, ///< beyond 64 bits: little endian two's complement in `text`
        Double,
        String,
        Bytes,
        List,
        Tuple,
        Dict, ///< items: key, value, key, value, …; an OrderedDict too
        Global, ///< a class or function by its name, "torch._utils._rebuild_tensor_v2"
        Call, ///< items: the Global, its Tuple of arguments. Nothing has been called.
        Persistent ///< items: what the file's format makes something of
    };
    struct Value
    {
        Kind kind = Kind::None;
        std::int64_t integer = 0;
        double real = 0.0;
        std::string_view text = {};
        std::vector<Id> items = {};
    };

    /// Numbers that must not be exceeded, in all: far more than a checkpoint has, and few enough to
    /// take some 100 MB at most.
    static constexpr std::size_t mostValues = 1'000'000;
    static constexpr std::size_t mostItems = 4'000'000; ///< of all lists, tuples and dicts
    static constexpr std::size_t mostMarks = 1'000; ///< nesting, as far as a pickle shows it
    static constexpr std::size_t mostMemoised = 1'000'000;

    Pickle(std::vector<Value> values, Id root)
        : m_values(std::move(values))
        , m_root(root)
    {
    }

    const Value &root() const { return m_values[m_root]; }
    const Value &at(Id id) const { return m_values[id]; }
    const std::vector<Value> &values() const { return m_values; }

private:
    std::vector<Value> m_values;
    Id m_root;
};

/// The full name, such as "collections.OrderedDict" and of static lifetime, of a class or function
/// that a pickle may name; empty for any that it may not. What it names is never run.
using KnownGlobal = std::string_view (*)(std::string_view module, std::string_view name);

/// Reads one pickle of protocol 0 to 5 up to its STOP and leaves the cursor behind it. Of Python's
/// instructions it knows those that a dictionary of tensors needs: nothing that makes an object of
/// a class of its own. OrderedDict becomes a Dict, what BUILD sets on a dictionary is dropped. Any
/// global that is not known is refused by its name. The message is a reason alone, without the
/// file's name.
Expected<Pickle> readPickle(ByteCursor &cursor, KnownGlobal known);

} // namespace inceptoscope
