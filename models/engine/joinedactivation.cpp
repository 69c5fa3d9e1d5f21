#include "engine/joinedactivation.h"

#include <utility>

namespace inceptoscope {

namespace {

class JoinedValues : public StoredValues
{
public:
    explicit JoinedValues(std::vector<Activation> parts)
        : m_parts(std::move(parts))
    {
    }

    std::vector<float> plain() const override
    {
        std::vector<float> values;
        for (const Activation &part : m_parts)
            values.insert(values.end(), part.all().begin(), part.all().end());
        return values;
    }

    ValueSums sums() const override
    {
        ValueSums all;
        for (const Activation &part : m_parts) {
            const ValueSums sums = part.values->sums();
            all.squares += sums.squares;
            all.finite += sums.finite;
            all.zeros += sums.zeros;
        }
        return all;
    }

private:
    std::vector<Activation> m_parts;
};

} // namespace

Activation joined(const std::vector<Activation> &parts)
{
    if (parts.size() == 1)
        return parts.front();
    Activation all;
    for (const Activation &part : parts)
        all.shape = {all.shape.channels + part.shape.channels, part.shape.height, part.shape.width};
    all.values = std::make_shared<const LazyValues>(std::make_unique<const JoinedValues>(parts));
    return all;
}

} // namespace inceptoscope
