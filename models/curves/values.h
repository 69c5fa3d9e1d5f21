#pragma once

#include <cstddef>
#include <span>
#include <type_traits>
#include <vector>

namespace inceptoscope {

/// Values as they were logged. Where all of them are floats, as those of most event files are, they
/// take half the memory, and half the time to be brought from there.
class Values
{
public:
    Values() = default;
    explicit Values(std::vector<double> values);

    std::size_t size() const { return m_floats.size() + m_doubles.size(); }
    double operator[](std::size_t index) const
    {
        return m_doubles.empty() ? static_cast<double>(m_floats[index]) : m_doubles[index];
    }

    /// Has the processor fetch one, and some beside it, while it does others.
    void prefetch(std::size_t index) const
    {
        if (m_doubles.empty())
            __builtin_prefetch(m_floats.data() + index);
        else
            __builtin_prefetch(m_doubles.data() + index);
    }

    /// All values, or none: those of a curve are either floats or doubles.
    template<typename Number> std::span<const Number> as() const
    {
        if constexpr (std::is_same_v<Number, float>)
            return m_floats;
        else
            return m_doubles;
    }

private:
    std::vector<float> m_floats;
    std::vector<double> m_doubles; ///< unless all are floats
};

} // namespace inceptoscope
