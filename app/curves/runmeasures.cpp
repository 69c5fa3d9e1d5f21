#include "curves/runmeasures.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <tuple>
#include <unordered_map>

namespace inceptoscope {

namespace {

enum class Word : unsigned {
    Validation,
    Test,
    Training,
    Accuracy,
    Top, ///< what a number follows, as in "top-5"
    One,
    Five,
    Error,
    Loss,
    Epoch,
    Step,
    Other, ///< changes nothing of what it is
};

/// Which words a tag has.
class Words
{
public:
    void add(Word word) { m_bits |= bit(word); }
    bool has(Word word) const { return (m_bits & bit(word)) != 0; }

private:
    static unsigned bit(Word word) { return 1U << static_cast<unsigned>(word); }

    unsigned m_bits = 0;
};

std::optional<Word> wordNamed(std::string_view text)
{
    using enum Word;
    static const std::unordered_map<std::string_view, Word> words{
        {"val", Validation},
        {"valid", Validation},
        {"validation", Validation},
        {"eval", Validation},
        {"dev", Validation},
        {"evaluation", Validation},
        {"test", Test},
        {"testing", Test},
        {"holdout", Test},
        {"train", Training},
        {"training", Training},
        {"tr", Training},
        {"acc", Accuracy},
        {"accuracy", Accuracy},
        {"top", Top},
        {"prec", Top},
        {"1", One},
        {"acc1", One},
        {"top1", One},
        {"prec1", One},
        {"5", Five},
        {"acc5", Five},
        {"top5", Five},
        {"prec5", Five},
        {"k", Five}, // unless Keras was told otherwise
        {"err", Error},
        {"error", Error},
        {"loss", Loss},
        {"epoch", Epoch},
        {"step", Step},
        {"avg", Other},
        {"categorical", Other},
        {"sparse", Other},
        {"binary", Other},
        {"rate", Other},
        {"metric", Other},
        {"metrics", Other},
        {"multi", Other},
        {"multiclass", Other},
        {"percent", Other}};
    const auto found = words.find(text);
    return found != words.end() ? std::optional(found->second) : std::nullopt;
}

/// A number says something only behind what it counts.
bool mayFollow(Word word, bool isShort, std::optional<Word> before)
{
    return !isShort || (word != Word::One && word != Word::Five) || before == Word::Top
        || before == Word::Accuracy;
}

/// Or a part of one that is not in ASCII.
bool isLetterOrDigit(char character)
{
    const auto byte = static_cast<unsigned char>(character);
    return byte >= 0x80 || std::isalnum(byte) != 0;
}

/// Nothing where there is one that says something else, or the tag is too long for a measure's.
std::optional<Words> wordsOf(std::string_view tag)
{
    constexpr std::size_t longest = 64;
    if (tag.size() > longest)
        return std::nullopt;
    std::string lower(tag);
    std::ranges::transform(lower, lower.begin(), [](unsigned char character) {
        return static_cast<char>(std::tolower(character));
    });
    Words words;
    std::optional<Word> before;
    for (auto start = std::ranges::find_if(lower, isLetterOrDigit); start != lower.end();) {
        const auto end = std::find_if_not(start, lower.end(), isLetterOrDigit);
        const auto word = wordNamed({start, end});
        if (!word || !mayFollow(*word, end - start == 1, before))
            return std::nullopt;
        words.add(*word);
        before = word;
        start = std::find_if(end, lower.end(), isLetterOrDigit);
    }
    return words;
}

MeasuredOn measuredOn(const Words &words)
{
    if (words.has(Word::Validation) || words.has(Word::Test))
        return MeasuredOn::Validation;
    return words.has(Word::Training) ? MeasuredOn::Training : MeasuredOn::Unknown;
}

CurveUnit unitOf(const MeasureName &name)
{
    if (name.kind == CurveMetric::Loss)
        return CurveUnit::AsLogged;
    return name.isAccuracy ? CurveUnit::ErrorOfAccuracy : CurveUnit::Error;
}

/// Of several the lowest is taken.
auto rankOf(const std::string &tag)
{
    const Words words = wordsOf(tag).value_or(Words());
    return std::tuple(words.has(Word::Test), words.has(Word::Step), !words.has(Word::Epoch),
                      tag.size(), tag);
}

} // namespace

std::optional<MeasureName> measureNamed(std::string_view tag)
{
    const auto words = wordsOf(tag);
    if (!words)
        return std::nullopt;
    const bool isTop = words->has(Word::One) || words->has(Word::Five);
    const bool isError = words->has(Word::Error);
    const bool isAccuracy = !isError && (isTop || words->has(Word::Accuracy));
    if (words->has(Word::Loss))
        return isTop || isError || isAccuracy
            ? std::nullopt
            : std::optional(MeasureName{CurveMetric::Loss, measuredOn(*words), false});
    if (!isAccuracy && !(isError && isTop)) // an error may be any
        return std::nullopt;
    const CurveMetric kind =
        words->has(Word::Five) ? CurveMetric::TopFiveError : CurveMetric::TopOneError;
    return MeasureName{kind, measuredOn(*words), isAccuracy};
}

std::vector<MeasuredSeries> measuredSeries(const RunLog &run, CurveMetric kind)
{
    std::map<MeasuredOn, MeasuredSeries> best;
    for (const auto &[tag, series] : run.series) {
        const auto name = series.empty() ? std::nullopt : measureNamed(tag);
        if (!name || name->kind != kind)
            continue;
        const auto [place, isNew] = best.try_emplace(name->on);
        if (isNew || rankOf(tag) < rankOf(*place->second.tag))
            place->second = {name->on, &tag, &series, unitOf(*name)};
    }
    if (best.contains(MeasuredOn::Validation) && best.contains(MeasuredOn::Unknown)) {
        MeasuredSeries unsaid = best.extract(MeasuredOn::Unknown).mapped();
        unsaid.on = MeasuredOn::Training;
        const auto [said, isNew] = best.try_emplace(unsaid.on, unsaid);
        if (!isNew && said->second.series->size() < unsaid.series->size())
            said->second = unsaid; // Hugging Face sums up its "loss" in one point of "train_loss"
    }
    std::vector<MeasuredSeries> all;
    for (const auto &[on, series] : best)
        all.push_back(series);
    return all;
}

std::optional<MeasuredSeries> validationSeries(const RunLog &run, CurveMetric kind)
{
    for (const MeasuredSeries &each : measuredSeries(run, kind)) {
        if (each.on == MeasuredOn::Validation)
            return each;
    }
    return std::nullopt;
}

std::vector<CurvePoint> measuredCurve(const Series &series, CurveUnit unit)
{
    if (series.epochs().empty())
        return {}; // steps are no epochs
    std::vector<CurvePoint> points = curvePoints(series, CurveAxis::Epoch);
    std::vector<double> values;
    values.reserve(points.size());
    for (const CurvePoint &point : points)
        values.push_back(point.y);
    putInUnit(values, unit, values);
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i].y = values[i];
    return points;
}

} // namespace inceptoscope
