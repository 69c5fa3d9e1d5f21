#include "curves/readers/measuredon.h"

#include <algorithm>
#include <array>

namespace inceptoscope {

namespace {

struct Word
{
    std::string_view word;
    std::string_view on;
};

constexpr std::array words{Word{"train", "train"}, Word{"training", "train"}, Word{"val", "val"},
                           Word{"valid", "val"},   Word{"validation", "val"}, Word{"eval", "val"},
                           Word{"test", "test"},   Word{"evaluation", "val"}};

bool isLetter(char each)
{
    return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z');
}

} // namespace

bool saysWhatIsMeasuredOn(std::string_view name)
{
    return name == "mode" || name == "phase" || name == "split";
}

std::string_view measuredOn(std::string_view word)
{
    const auto *const found = std::ranges::find(words, word, &Word::word);
    return found != words.end() ? found->on : std::string_view();
}

std::string tagMeasuredOn(std::string_view on, std::string_view tag)
{
    const bool saysIt =
        tag.starts_with(on) && (tag.size() == on.size() || !isLetter(tag[on.size()]));
    return on.empty() || saysIt ? std::string(tag) : std::string(on) + '/' + std::string(tag);
}

} // namespace inceptoscope
