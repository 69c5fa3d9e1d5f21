#include "training/recipe.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace inceptoscope {

namespace {

constexpr std::array<std::pair<Schedule, std::string_view>, 3> schedules{
    {{Schedule::Cosine, "cosine"},
     {Schedule::TwoEpochSteps, "exponential"},
     {Schedule::Step, "step"}}};

constexpr std::array<std::pair<Optimizer, std::string_view>, 3> optimizers{
    {{Optimizer::Sgd, "sgd"}, {Optimizer::RmsProp, "rmsprop"}, {Optimizer::AdamW, "adamw"}}};

template<typename Table> auto findIn(const Table &table, std::string_view name)
{
    const auto found = std::ranges::find(table, name, &Table::value_type::second);
    return found == table.end() ? std::nullopt : std::optional(found->first);
}

} // namespace

std::string_view nameOf(Schedule schedule)
{
    return std::ranges::find(schedules, schedule, &decltype(schedules)::value_type::first)->second;
}

std::string_view nameOf(Optimizer optimizer)
{
    return std::ranges::find(optimizers, optimizer, &decltype(optimizers)::value_type::first)
        ->second;
}

std::optional<Schedule> findSchedule(std::string_view name)
{
    return findIn(schedules, name);
}

std::optional<Optimizer> findOptimizer(std::string_view name)
{
    return findIn(optimizers, name);
}

double Recipe::learningRateAt(double epoch, int epochs) const
{
    if (epoch < warmUpEpochs)
        return learningRate * (epoch + 0.01) / (warmUpEpochs + 0.01);
    if (schedule == Schedule::TwoEpochSteps)
        return learningRate * std::pow(0.94, std::floor(epoch / 2.0));
    if (schedule == Schedule::Step)
        return learningRate * (4 * epoch >= 3 * epochs ? 0.01 : 2 * epoch >= epochs ? 0.1 : 1.0);
    const double done = (epoch - warmUpEpochs) / std::max(1e-9, epochs - warmUpEpochs);
    return learningRate * 0.5 * (1.0 + std::cos(std::numbers::pi * std::min(1.0, done)));
}

int Recipe::inputSizeAt(int epoch, int epochs, int inputSize) const
{
    const bool early = epoch <= earlyEpochs * epochs;
    return early ? static_cast<int>(std::lround(inputSize * earlySize)) : inputSize;
}

static Recipe smallData()
{
    Recipe recipe;
    recipe.name = "small-data";
    recipe.description =
        "AdamW, cosine schedule with warm-up, label smoothing, the first two thirds of the "
        "epochs on pictures of three quarters the size: for some thousand photos";
    recipe.optimizer.optimizer = Optimizer::AdamW;
    recipe.optimizer.weightDecay = 0.05;
    recipe.labelSmoothing = 0.1;
    recipe.optimizer.averageDecay = 0.998;
    recipe.learningRate = 0.003;
    recipe.earlySize = 0.75;
    recipe.earlyEpochs = 2.0 / 3.0;
    recipe.warmUpEpochs = 1.0;
    return recipe;
}

static Recipe paper()
{
    Recipe recipe;
    recipe.name = "paper";
    recipe.description = "RMSProp (decay 0.9, epsilon 1.0), 0.045 falling by 0.94 every two epochs";
    recipe.optimizer.optimizer = Optimizer::RmsProp;
    recipe.optimizer.weightDecay = 0.00004;
    recipe.optimizer.gradientClip = 2.0;
    recipe.schedule = Schedule::TwoEpochSteps;
    recipe.learningRate = 0.045;
    recipe.smallestCrop = 0.05;
    return recipe;
}

const std::vector<Recipe> &recipes()
{
    static const std::vector<Recipe> all{smallData(), paper()};
    return all;
}

const Recipe *findRecipe(std::string_view name)
{
    const auto found = std::ranges::find(recipes(), name, &Recipe::name);
    return found == recipes().end() ? nullptr : &*found;
}

} // namespace inceptoscope
