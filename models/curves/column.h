#pragma once

#include <cstddef>
#include <initializer_list>
#include <limits>
#include <memory>
#include <span>
#include <vector>

namespace inceptoscope {

/// Where a number is not known.
inline constexpr double unknownNumber = std::numeric_limits<double>::quiet_NaN();

/// Numbers that are only ever appended to, in parts of 16, 32, 64 … of them, so that nothing moves
/// as they grow. A copy shares the parts, whatever their size, and sees no more than it was made
/// of: whoever reads a growing log may hand copies to other threads. Appending to a copy copies its
/// last part first.
class Column
{
public:
    Column() = default;
    Column(std::initializer_list<double> numbers) { append(numbers); }
    Column(const Column &other);
    Column &operator=(const Column &other);
    Column(Column &&other) noexcept;
    Column &operator=(Column &&other) noexcept;
    ~Column() = default;

    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    double operator[](std::size_t index) const;
    double front() const { return (*this)[0]; }
    double back() const { return (*this)[m_size - 1]; }

    void append(double number)
    {
        if (m_next == m_end)
            grow();
        *m_next++ = number;
        ++m_size;
    }
    void append(std::span<const double> numbers);

    /// All of them, a span a part.
    std::vector<std::span<const double>> parts() const;
    /// A copy in one piece.
    std::vector<double> numbers() const;

    /// Whether one is a copy of the other, and neither has grown since.
    bool shares(const Column &other) const
    {
        return m_size == other.m_size && m_parts == other.m_parts;
    }

    /// NaN equals NaN here.
    bool operator==(const Column &other) const;

private:
    void grow();
    std::size_t capacity() const;

    std::vector<std::shared_ptr<double[]>> m_parts;
    std::size_t m_size = 0;
    double *m_next = nullptr; ///< in the last part, if that may be written to
    double *m_end = nullptr;
};

} // namespace inceptoscope
