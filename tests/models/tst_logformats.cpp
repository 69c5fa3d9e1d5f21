#include "support/printedlogs.h"
#include "support/temporaryfolder.h"
#include "support/testdata.h"

#include <gtest/gtest.h>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

/// A file below tests/data/logs, and all that is read from it.
struct Sample
{
    std::string test;
    std::string file;
    std::string expected;
};

void PrintTo(const Sample &sample, std::ostream *stream)
{
    *stream << sample.file;
}

class LogFormatTest : public testing::TestWithParam<Sample>
{
};

} // namespace

TEST_P(LogFormatTest, IsReadWhole)
{
    const auto folder = testData("logs");
    EXPECT_EQ(printed(readRunLogs({folder / GetParam().file}), folder), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Samples, LogFormatTest,
    testing::Values(
        Sample{"Keras", "keras.csv",
               "keras, keras\n"
               "  accuracy: 0:0.5e0 1:0.75e1 2:0.8125e2\n"
               "  loss: 0:1.25e0 1:0.75e1 2:0.5e2\n"
               "  val_accuracy: 0:0.625e0 2:0.75e2\n"
               "  val_loss: 0:1e0 2:0.625e2\n"},
        Sample{"KerasWithTabs", "keras-tabs.tsv",
               "keras-tabs, keras\n"
               "  accuracy: 0:0.5e0 1:0.75e1\n"
               "  confusion[0]: 0:3e0 1:4e1\n"
               "  confusion[1]: 0:1e0 1:0.5e1\n"
               "  loss: 0:1.25e0 1:nane1\n"},
        Sample{"Lightning", "lightning/version_0/metrics.csv",
               "version_0, lightning\n"
               "  train_loss_epoch: 99:0.625e0 199:0.3125e1\n"
               "  train_loss_step: 49:0.75e0 99:0.5e0 149:0.375e1 199:0.25e1\n"
               "  val_acc/dataloader_idx_0: 99:0.625e0 199:0.75e1\n"
               "  val_loss/dataloader_idx_0: 99:0.875e0 199:0.5e1\n"},
        Sample{"Timm", "timm/summary.csv",
               "timm, timm\n"
               "  eval_loss: 0:5.5e0 [2:3.5e2] 2:3.25e2 3:2.75e3\n"
               "  eval_top1: 0:10.5e0 [2:40.5e2] 2:41.5e2 3:48.5e3\n"
               "  eval_top5: 0:30.25e0 [2:65.75e2] 2:66.25e2 3:72.5e3\n"
               "  lr: 0:0.001e0 1:0.002e1 [2:0.003e2] 2:0.003e2 3:0.002e3\n"
               "  train_loss: 0:6.5e0 1:5.25e1 [2:4.5e2] 2:4.25e2 3:3.75e3\n"},
        Sample{"HuggingFace", "huggingface/checkpoint-4/trainer_state.json",
               "checkpoint-4, huggingface\n"
               "  eval_accuracy: 2:0.5e1\n"
               "  eval_loss: 2:infe1\n"
               "  eval_runtime: 2:3.25e1\n"
               "  grad_norm: 1:nane0.5 2:1.25e1\n"
               "  learning_rate: 1:5e-05e0.5 2:2.5e-05e1\n"
               "  loss: 1:2.5e0.5 2:1.5e1\n"
               "  total_flos: 4:1024e2\n"
               "  train_loss: 4:2e2\n"
               "  train_runtime: 4:12.5e2\n"},
        Sample{"JsonLines", "loop.jsonl",
               "loop, json_lines, absolute time\n"
               "  train/loss: 1:2w1700000000.5 2:nanw1700000001.5 3:1w1700000002.5\n"
               "  train/opt/lr: 1:0.125w1700000000.5\n"},
        Sample{"IterationsThatBeginAnewEachEpoch", "iterations.jsonl",
               "iterations, json_lines\n"
               "  train/loss: 50:2e1 100:1.5e1 150:1.25e2 200:1e2\n"
               "  train/lr: 50:0.5e1 100:0.5e1 150:0.25e2 200:0.25e2\n"
               "  val/bbox_mAP: 100:0.25e1\n"},
        Sample{"WeightsAndBiases", "wandb_chart.csv",
               "plain-1, wandb\n"
               "  val/error: 0:0.75 2:0.5\n"
               "  val/error__MAX: 0:0.75 2:0.5\n"
               "  val/error__MIN: 0:0.75 2:0.5\n"
               "residual-1, wandb\n"
               "  val/error: 1:0.5 2:0.25\n"
               "  val/error__MAX: 1:0.5 2:0.375\n"
               "  val/error__MIN: 1:0.5 2:0.125\n"},
        Sample{"Caffe", "caffe.log",
               "caffe, caffe\n"
               "  loss: 0:2.25w9.5 100:nanw20.5\n"
               "  lr: 0:0.01w9.5 100:0.005w20.5\n"
               "  test/accuracy: 0:0.125w9\n"
               "  test/loss: 0:2.5w9\n"
               "  test1/accuracy: 0:0.25w9\n"
               "  train/loss1/loss: 0:2.25w9.5 100:nanw20.5\n"},
        Sample{"CaffesTable", "caffe.csv",
               "caffe, caffe_csv\n"
               "  LearningRate: 0:0.01w0.5 100:0.005w11.5\n"
               "  accuracy: 0:0.125w0.5 100:0.5w11.5\n"
               "  loss: 0:2.5w0.5 100:1.25w11.5\n"},
        Sample{"MLflow", "mlruns",
               "5f2c, mlflow, absolute time\n"
               "  loss: 0:0.75w1700000000 1:0.5w1700000001.5\n"
               "  val/loss: 1:nanw1700000001.5\n"},
        Sample{"MLflowMetric", "mlruns/0/5f2c/metrics/loss",
               "loss, mlflow, absolute time\n"
               "  loss: 0:0.75w1700000000 1:0.5w1700000001.5\n"},
        Sample{"TensorBoardCsv", "run-train-tag-epoch_loss.csv",
               "run-train-tag-epoch_loss, tensorboard_csv, absolute time\n"
               "  epoch_loss: 0:0.75w1700000000.25 1:0.5w1700000001.25\n"},
        Sample{"TensorBoardJson", "run-train-tag-epoch_loss.json",
               "run-train-tag-epoch_loss, tensorboard_json, absolute time\n"
               "  epoch_loss: 0:0.75w1700000000.25 1:nanw1700000001.25\n"},
        Sample{"DecimalCommas", "komma.csv",
               "komma, csv\n"
               "  Genauigkeit: 10:0.5 20:0.625\n"
               "  Verlust: 10:0.75 20:0.5\n"},
        Sample{"Columns", "numpy.txt",
               "numpy, csv\n"
               "  error: 1:0.5 2:0.25\n"
               "  loss: 1:0.75 2:0.5\n"},
        Sample{"TableWithAnIndex", "pandas.csv",
               "pandas, csv\n"
               "  train: 0:0.75 1:0.5\n"
               "  valid: 0:0.875 1:0.625\n"},
        Sample{
            "NoLog", "prose.txt",
            "! prose.txt: it is no training log of a kind that is known, such as an event file, a "
            "CSV table with a header or JSON lines\n"},
        Sample{"Settings", "config.json",
               "! config.json: it is no training log of a kind that is known, such as an event "
               "file, a CSV table with a header or JSON lines\n"},
        Sample{"NamesAndNumbers", "names.csv",
               "! names.csv: it is no training log of a kind that is known, such as an event file, "
               "a CSV table with a header or JSON lines\n"}),
    [](const auto &sample) { return sample.param.test; });

TEST(LogFormats, OfAFolderWhatIsALogIsTaken)
{
    std::string names;
    for (const RunLog &run : readRunLogs({testData("logs")}).runs)
        names += run.name + ' ' + std::string(formatName(run.format)) + '\n';
    EXPECT_EQ(names,
              "caffe.csv caffe_csv\n"
              "caffe.log caffe\n"
              "huggingface/checkpoint-4 huggingface\n"
              "iterations json_lines\n"
              "keras-tabs keras\n"
              "keras keras\n"
              "komma csv\n"
              "lightning/version_0 lightning\n"
              "lightning/version_1 lightning\n"
              "loop json_lines\n"
              "mlruns/0/5f2c mlflow\n"
              "numpy csv\n"
              "pandas csv\n"
              "run-train-tag-epoch_loss.csv tensorboard_csv\n"
              "run-train-tag-epoch_loss.json tensorboard_json\n"
              "timm timm\n"
              "wandb_chart/plain-1 wandb\n"
              "wandb_chart/residual-1 wandb\n");
}

/// What is read of a file with that name and text.
static std::string readAs(const std::string &name, const std::string &text)
{
    const TemporaryFolder folder;
    writeFile(folder / name, text);
    return printed(readRunLogs({folder / name}), folder.path());
}

TEST(LogFormats, AnEvaluationStandsWhereTrainingIsWhateverItCounts)
{
    // iterations are counted on, and those of the evaluation are its batches
    EXPECT_EQ(readAs("a.json", R"({}
{"mode": "train", "epoch": 1, "iter": 10, "lr": 0.5, "loss": 4}
{"mode": "train", "epoch": 2, "iter": 20, "lr": 0.5, "loss": 3}
{"mode": "val", "epoch": 2, "iter": 64, "lr": 0.5, "mIoU": 0.5}
{"mode": "train", "epoch": 2, "iter": 30, "lr": 0.25, "loss": 2}
{"mode": "val", "epoch": 2, "iter": 64, "lr": 0.25, "mIoU": 0.75}
)"),
              "a, json_lines\n"
              "  train/loss: 10:4e1 20:3e2 30:2e2\n"
              "  train/lr: 10:0.5e1 20:0.5e2 30:0.25e2\n"
              "  val/lr: 20:0.5e2 30:0.25e2\n"
              "  val/mIoU: 20:0.5e2 30:0.75e2\n");
    // the step of the evaluation is the epoch
    EXPECT_EQ(readAs("b.json", R"({"loss": 4, "epoch": 1, "iter": 69, "step": 69}
{"accuracy/top1": 25, "step": 1}
{"loss": 3, "epoch": 2, "iter": 138, "step": 138}
{"accuracy/top1": 50, "step": 2}
)"),
              "b, json_lines\n"
              "  accuracy/top1: 69:25e1 138:50e2\n"
              "  loss: 69:4e1 138:3e2\n");
    // and here it is the same as that of training
    EXPECT_EQ(readAs("c.json", R"({"loss": 4, "epoch": 1, "iter": 50, "step": 50}
{"mIoU": 25, "step": 50}
)"),
              "c, json_lines\n  loss: 50:4e1\n  mIoU: 50:25\n");
}

TEST(LogFormats, WhatARowWasMeasuredOnIsPartOfItsTags)
{
    EXPECT_EQ(readAs("a.jsonl", R"({"phase": "train", "epoch": 1, "loss": 4, "train_acc": 0.5}
{"phase": "valid", "epoch": 1, "loss": 5, "value": 1}
{"phase": "pause", "epoch": 1, "loss": 6}
)"),
              "a, json_lines\n"
              "  loss: 1:6e1\n"
              "  train/loss: 1:4e1\n"
              "  train_acc: 1:0.5e1\n"
              "  val/loss: 1:5e1\n"
              "  val/value: 1:1e1\n");
    EXPECT_EQ(readAs("b.csv", "epoch,split,loss\n1,train,4\n1,val,5\n2,train,2\n2,val,3\n"),
              "b, keras\n"
              "  train/loss: 1:4e1 2:2e2\n"
              "  val/loss: 1:5e1 2:3e2\n");
}

TEST(LogFormats, TimeBesideThatOfLoadingIsHowLongAStepTook)
{
    EXPECT_EQ(readAs("metrics.json", R"({"data_time": 0.25, "iteration": 19, "time": 0.5}
{"data_time": 0.125, "iteration": 39, "time": 0.375}
)"),
              "metrics, json_lines\n"
              "  data_time: 19:0.25 39:0.125\n"
              "  time: 19:0.5 39:0.375\n");
    EXPECT_EQ(readAs("a.csv", "step,data_time,time\n1,0.25,0.5\n"),
              "a, csv\n  data_time: 1:0.25\n  time: 1:0.5\n");
    EXPECT_EQ(readAs("b.csv", "step,loss,time\n1,0.25,0.5\n"), "b, csv\n  loss: 1:0.25w0.5\n");
    EXPECT_EQ(readAs("c.json", R"([{"step": 1, "data_time": 0.25, "time": 0.5}])"),
              "c, json\n  data_time: 1:0.25\n  time: 1:0.5\n");
}

TEST(LogFormats, CaffesOldTablesHaveBlanksBetweenColumns)
{
    EXPECT_EQ(readAs("log.train",
                     "#Iters Seconds TrainingLoss LearningRate\n"
                     "0      0.25       81220.5  0.5\n"
                     "25     2.5        63068    8.5e-05\n"),
              "log, csv\n"
              "  LearningRate: 0:0.5w0.25 25:8.5e-05w2.5\n"
              "  TrainingLoss: 0:81220.5w0.25 25:63068w2.5\n");
}

TEST(LogFormats, OwnStepsOfAChartsRunsAreNoCurves)
{
    EXPECT_EQ(readAs("a.csv",
                     "\"games\",\"a - _step\",\"a - _step__MIN\",\"a - _step__MAX\","
                     "\"a - loss\",\"a - loss__MIN\",\"a - loss__MAX\"\n"
                     "\"7\",\"100\",\"90\",\"110\",\"0.5\",\"0.25\",\"0.75\"\n"),
              "a, wandb\n  loss: 100:0.5\n  loss__MAX: 100:0.75\n  loss__MIN: 100:0.25\n");
}

TEST(LogFormats, AListOfObjectsIsALogWhereTheySayTheirPlace)
{
    const auto read = [](const std::string &text) { return readAs("list.json", text); };
    const std::string refused = "! list.json: it is no training log of a kind that is known, such "
                                "as an event file, a CSV table with a header or JSON lines\n";
    EXPECT_EQ(read(R"([{"step": 1, "loss": 0.5, "more": {"x": 1}}, {"step": 2, "loss": NaN}])"),
              "list, json\n  loss: 1:0.5 2:nan\n");
    EXPECT_EQ(read(R"([{"batches": [{"loss": 1}, {"loss": 2}], "epoch": 1, "loss": 0.5}])"),
              "list, json\n  loss: 1:0.5e1\n");
    EXPECT_EQ(read(R"([{"step": 1, "loss": 0.5}, {"step": 2, "lo)"),
              "list, json\n  loss: 1:0.5\n"
              "! list.json: it is damaged or not finished; what comes before that is read\n");
    for (const char *text : {R"([{"id": 1, "size": 2}])", R"([{"step": 1}])", R"([{"step": "x"}])",
                             R"([{}])", "[1, 2]", "[]"})
        EXPECT_EQ(read(text), refused) << text;
}
