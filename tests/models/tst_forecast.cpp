#include "support/tinytraining.h"
#include "training/forecast.h"
#include "training/parametertable.h"

#include <gtest/gtest.h>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace fs = std::filesystem;

namespace {

class Forecast : public testing::Test
{
protected:
    Forecast() { writeTinyData(folder / "data"); }

    Expected<TrainingForecast> forecast(const std::stop_token &stop = {})
    {
        return forecastTraining(settings, decodeTinyPhoto, recorder, stop);
    }

    std::string said(const std::stop_token &stop = {})
    {
        const auto made = forecast(stop);
        return made ? "" : made.error().message;
    }

    const TemporaryFolder folder;
    TrainingSettings settings = tinySettings(folder.path());
    TrainingRecorder recorder;
};

} // namespace

TEST_F(Forecast, TellsWhatTheRunDoesAndWritesNothing)
{
    settings.epochs = 6;
    settings.recipe.earlySize = 0.95;
    settings.recipe.earlyEpochs = 0.5;
    const auto made = forecast();
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(recorder.messages,
              std::vector<std::string>{"reading 16 photos to train and 16 to validate"});
    std::string classes;
    for (const TrainingForecast::Class &each : made->classes)
        classes += each.label + " " + std::to_string(each.train) + "/"
            + std::to_string(each.validation) + ";";
    EXPECT_EQ(classes, "left 8/8;right 8/8;");
    EXPECT_EQ(made->train, 16);
    EXPECT_EQ(made->validation, 16);
    EXPECT_EQ(made->threads, 1);
    EXPECT_EQ(made->steps, 4);
    ASSERT_EQ(made->sizes.size(), 2U);
    EXPECT_EQ(made->sizes[0].inputSize, 76);
    EXPECT_EQ(made->sizes[1].inputSize, 80);
    double seconds = 0.0;
    for (const SizeForecast &size : made->sizes) {
        EXPECT_EQ(size.epochs, 3);
        EXPECT_GT(size.stepSeconds, 0.0);
        seconds += 3 * (4 * size.stepSeconds + made->validationSeconds);
    }
    EXPECT_GT(made->validationSeconds, 0.0);
    EXPECT_DOUBLE_EQ(made->totalSeconds(), seconds);
    EXPECT_FALSE(fs::exists(settings.out));
}

TEST_F(Forecast, CountsTheMemory)
{
    const auto plain = forecast();
    ASSERT_TRUE(plain) << plain.error().message;
    const auto parameters =
        static_cast<std::int64_t>(ParameterTable(plain->plan.graph).elements() * sizeof(float));
    EXPECT_GT(plain->memory.program, 0);
    EXPECT_EQ(plain->memory.photos, 16 * 100 * 90 * 3 + 16 * 80 * 80 * 3);
    EXPECT_EQ(plain->memory.state, 5 * parameters); // AdamW's
    EXPECT_GT(plain->memory.pass, 0);
    EXPECT_EQ(plain->memory.batches, 6 * 4 * 80 * 80 * 3 * 4); // of four floats' pictures
    EXPECT_GE(plain->memory.between, 4 * parameters);
    EXPECT_GE(plain->memory.total(), plain->memory.state + plain->memory.pass);

    settings.patience = 1;
    settings.recipe.optimizer.optimizer = Optimizer::Sgd;
    settings.recipe.batchSize = 8;
    const auto other = forecast();
    ASSERT_TRUE(other) << other.error().message;
    EXPECT_EQ(other->memory.state, 5 * parameters); // one for the best, none for squares
    EXPECT_GT(other->memory.pass, plain->memory.pass * 3 / 2);
}

TEST_F(Forecast, FailsWhereTheRunWould)
{
    settings.recipe.batchSize = 17;
    EXPECT_EQ(said(),
              settings.data.string()
                  + " holds too few readable photos: 16 to train, at least 17 make one batch");
    settings.recipe.batchSize = 4;
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(said(stop.get_token()), "interrupted");
    fs::create_directories(settings.out);
    writeFile(settings.out / "run.jsonl", "{\"event\":\"run\",\"network\":\"inception_v4\"}\n");
    EXPECT_EQ(said(),
              settings.out.string()
                  + " already holds a training run; go on with --resume or name another folder");
    settings.resume = true;
    EXPECT_EQ(said(), "");
}
