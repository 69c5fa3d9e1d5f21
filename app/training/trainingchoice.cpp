#include "training/trainingchoice.h"

#include "checkpoint/jsonfields.h"
#include "checkpoint/modelfile.h"
#include "engine/engine.h"
#include "training/recipe.h"
#include "zoo/zoo.h"

#include <algorithm>

namespace inceptoscope {

namespace {

constexpr double readyWidth = 0.25;
constexpr std::size_t mostVariants = 2;

template<typename Number> bool isBetween(Number value, Number least, Number most)
{
    return value >= least && value <= most;
}

nlohmann::ordered_json jsonOf(const VariantChoice &variant)
{
    return {{"network", variant.network.toStdString()},
            {"width", variant.width},
            {"repeats", variant.repeats}};
}

VariantChoice readVariant(const nlohmann::json &json, std::string &problem)
{
    VariantChoice variant;
    std::string network;
    JsonFields fields = JsonFields::ofParsed(json, "the variants");
    fields.read("network", network);
    fields.read("width", variant.width);
    fields.read("repeats", variant.repeats);
    variant.network = QString::fromStdString(network);
    if (!findNetworkFamily(network))
        fields.refuse("have a network that nobody knows");
    else if (!isBetween(variant.width, 0.01, 8.0) || !graphOf(variant, 0, 0))
        fields.refuse("have a width or repeats that no network can have");
    if (const auto read = fields.finishLoosely(); !read && problem.empty())
        problem = read.error().message;
    return variant;
}

void readVariants(const nlohmann::json *list, TrainingChoice &choice, JsonFields &fields)
{
    if (!list || !list->is_array() || !isBetween(list->size(), std::size_t{1}, mostVariants))
        return fields.refuse("have no list of one or two variants");
    std::string problem;
    for (const nlohmann::json &each : *list)
        choice.variants.push_back(readVariant(each, problem));
    if (!problem.empty())
        fields.refuse("have a list in which " + problem);
}

void checkRanges(const TrainingChoice &choice, JsonFields &fields)
{
    if (!findRecipe(choice.recipe.toStdString()))
        fields.refuse("have a recipe that nobody knows");
    if (!isBetween(choice.inputSize, 1, 2048) || !isBetween(choice.epochs, 1, 100'000)
        || !isBetween(choice.batch, 0, 4096) || !isBetween(choice.threads, 0, 1024)
        || choice.seed < 0)
        fields.refuse("have a number out of its range");
}

/// Other trainings of the same network have other ids: "inception_v4_imagenette_2025-03-14".
QString modelIdOf(const QString &folder)
{
    const QString run = folder.section(u'/', -1);
    const QString training = folder.section(u'/', -2, -2);
    return QString::fromStdString(modelIdFor((run + u'_' + training).toStdString()));
}

/// "Inception-v4 · imagenette 2025-03-14".
QString modelTitleOf(const VariantChoice &variant, const QString &folder)
{
    const NetworkFamily *family = findNetworkFamily(variant.network.toStdString());
    const QString title = family
        ? QString::fromUtf8(family->title.data(), qsizetype(family->title.size()))
        : variant.network;
    return title + QStringLiteral(" · ") + folder.section(u'/', -2, -2);
}

} // namespace

/// Within 4 % of each other's multiply-adds, at 128 × 128 as at 80 × 80.
const std::vector<VariantPair> &readyPairs()
{
    static const std::vector<VariantPair> pairs{
        {VariantChoice{QStringLiteral("inception_v4"), readyWidth, {2, 4, 2}},
         VariantChoice{QStringLiteral("inception_resnet_v2"), readyWidth, {4, 8, 4}}},
        {VariantChoice{QStringLiteral("inception_v3"), readyWidth, {3, 4, 2}},
         VariantChoice{QStringLiteral("inception_resnet_v1"), readyWidth, {4, 8, 4}}}};
    return pairs;
}

VariantChoice readyVariant(const QString &network)
{
    for (const VariantPair &pair : readyPairs()) {
        const auto found = std::ranges::find(pair, network, &VariantChoice::network);
        if (found != pair.end())
            return *found;
    }
    const bool isResidual = network.contains(QStringLiteral("resnet"));
    return {network, readyWidth,
            isResidual ? std::vector<int>{4, 8, 4} : std::vector<int>{2, 4, 2}};
}

Expected<NetworkGraph> graphOf(const VariantChoice &variant, int inputSize, int classes)
{
    NetworkOptions options;
    options.input = {inputSize, inputSize};
    options.classes = classes;
    options.width = variant.width;
    options.repeats = variant.repeats;
    return buildNetwork(variant.network.toStdString(), options);
}

int batchSize(const TrainingChoice &choice)
{
    const Recipe *recipe = findRecipe(choice.recipe.toStdString());
    return choice.batch > 0 || !recipe ? choice.batch : recipe->batchSize;
}

int threadsOfEach(const TrainingChoice &choice)
{
    if (choice.threads > 0)
        return choice.threads;
    return std::max(1,
                    availableProcessors() / std::max(1, static_cast<int>(choice.variants.size())));
}

/// Those of every run, whatever becomes of it.
static QStringList commonArguments(const TrainingChoice &choice, const VariantChoice &variant,
                                   const QString &folder)
{
    QStringList repeats;
    for (const int each : variant.repeats)
        repeats += QString::number(each);
    QStringList arguments{QStringLiteral("train"),        QStringLiteral("--json"),
                          QStringLiteral("--network"),    variant.network,
                          QStringLiteral("--width"),      QString::number(variant.width),
                          QStringLiteral("--repeats"),    repeats.join(u','),
                          QStringLiteral("--input-size"), QString::number(choice.inputSize),
                          QStringLiteral("--data"),       choice.data,
                          QStringLiteral("--out"),        folder,
                          QStringLiteral("--recipe"),     choice.recipe,
                          QStringLiteral("--epochs"),     QString::number(choice.epochs),
                          QStringLiteral("--seed"),       QString::number(choice.seed),
                          QStringLiteral("--threads"),    QString::number(threadsOfEach(choice))};
    if (choice.batch > 0)
        arguments += {QStringLiteral("--batch"), QString::number(choice.batch)};
    if (choice.brain)
        arguments += {QStringLiteral("--precision"), QStringLiteral("bf16")};
    return arguments;
}

QStringList trainArguments(const TrainingChoice &choice, const VariantChoice &variant,
                           const QString &folder, bool resume)
{
    QStringList arguments = commonArguments(choice, variant, folder);
    arguments += {QStringLiteral("--id"), modelIdOf(folder), QStringLiteral("--title"),
                  modelTitleOf(variant, folder)};
    if (resume)
        arguments += QStringLiteral("--resume");
    return arguments;
}

QStringList forecastArguments(const TrainingChoice &choice, const VariantChoice &variant,
                              const QString &folder)
{
    return commonArguments(choice, variant, folder) + QStringList{QStringLiteral("--dry-run")};
}

QStringList runNames(const TrainingChoice &choice)
{
    QStringList names;
    for (const VariantChoice &variant : choice.variants)
        names += names.contains(variant.network) ? variant.network + QStringLiteral("-2")
                                                 : variant.network;
    return names;
}

QByteArray toJson(const TrainingChoice &choice)
{
    nlohmann::ordered_json json{{"variants", nlohmann::ordered_json::array()},
                                {"input_size", choice.inputSize},
                                {"data", choice.data.toStdString()},
                                {"recipe", choice.recipe.toStdString()},
                                {"epochs", choice.epochs},
                                {"batch", choice.batch},
                                {"seed", choice.seed},
                                {"bfloat16", choice.brain},
                                {"threads", choice.threads}};
    for (const VariantChoice &variant : choice.variants)
        json["variants"].push_back(jsonOf(variant));
    return QByteArray::fromStdString(json.dump(2)) + '\n';
}

Expected<TrainingChoice> readTrainingChoice(const QByteArray &json)
{
    TrainingChoice choice;
    std::string data;
    std::string recipe;
    JsonFields fields(json.toStdString(), "the settings");
    readVariants(fields.find("variants"), choice, fields);
    fields.read("input_size", choice.inputSize);
    fields.read("data", data);
    fields.read("recipe", recipe);
    fields.read("epochs", choice.epochs);
    fields.read("batch", choice.batch);
    fields.read("seed", choice.seed);
    fields.read("bfloat16", choice.brain);
    fields.read("threads", choice.threads);
    choice.data = QString::fromStdString(data);
    choice.recipe = QString::fromStdString(recipe);
    checkRanges(choice, fields);
    return fields.finishLoosely().map([&] { return choice; });
}

} // namespace inceptoscope
