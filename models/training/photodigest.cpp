#include "training/photodigest.h"

#include <algorithm>
#include <cstring>
#include <span>

namespace inceptoscope {

namespace {

/// Eight bytes at a time: some gigabytes of photos are no wait. Nobody is to be kept from making
/// two sets with the same digest on purpose.
class Digest
{
public:
    void add(std::uint64_t word)
    {
        m_state = (m_state ^ word) * 0x9e3779b97f4a7c15;
        m_state ^= m_state >> 29U;
    }

    void add(std::span<const std::uint8_t> bytes)
    {
        while (!bytes.empty()) {
            std::uint64_t word = 0;
            const std::size_t count = std::min(bytes.size(), sizeof word);
            std::memcpy(&word, bytes.data(), count);
            add(word);
            bytes = bytes.subspan(count);
        }
    }

    std::uint64_t value() const { return m_state; }

private:
    std::uint64_t m_state = 0x6a09e667f3bcc908;
};

} // namespace

std::uint64_t digestOf(const std::vector<TrainingPhoto> &photos)
{
    Digest digest;
    for (const TrainingPhoto &photo : photos) {
        digest.add(static_cast<std::uint64_t>(photo.label));
        digest.add(static_cast<std::uint64_t>(photo.image.width));
        digest.add(static_cast<std::uint64_t>(photo.image.height));
        digest.add(std::span<const std::uint8_t>(photo.image.pixels));
    }
    return digest.value();
}

} // namespace inceptoscope
