#include "support/printedlogs.h"
#include "support/testdata.h"

#include <gtest/gtest.h>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

// tests/data/writtenlogs/README.md says who wrote them.
constexpr std::string_view expected = R"(keras/training, keras
  accuracy: 0:0.2e0 [1:0.36e1] 1:0.36e1 2:0.488e2
  loss: 0:2.3e0 [1:1.84e1] 1:1.84e1 2:1.472e2
  per_class[0]: 0:0.5e0 [1:0.5e1] 1:0.5e1 2:0.5e2
  per_class[1]: 0:0e0 [1:0.25e1] 1:0.25e1 2:0.5e2
  val_accuracy: 0:0.18e0 2:0.4392e2
  val_loss: 0:2.4e0 2:1.536e2
lightning/version_0, lightning
  lr-AdamW: 5:0.001e1
  train_loss_epoch: 2:2.05e0 5:1.64e1
  train_loss_step: 0:2e0 1:1.8e0 3:1.458e1 4:1.3122e1
  val_acc: 2:0.5e0 5:0.6e1
  val_loss: 2:2.1e0 5:1.68e1
pandas/to-csv-utf16, csv
  acc: 0:0 1:0.1 2:0.2
  loss: 0:2 1:1.8 2:1.62
pandas/to-csv, csv
  acc: 0:0 1:0.1 2:0.2
  loss: 0:2 1:1.8 2:1.62
pandas/to-json, json
  acc: 0:0 1:0.1 2:0.2
  loss: 0:2 1:1.8 2:1.62
pandas/to-string, csv
  acc: 0:0 1:0.1 2:0.2
  loss: 0:2 1:1.8 2:1.62
pytorch, tensorboard, absolute time
  bad: 4:nanw1795977440.9979
  train/loss: 1:2.3092279434204w1795977440.9808 2:2.271870136261w1795977440.9821 3:2.2232801914215w1795977440.9962 4:2.1865651607513w1795977440.9969
  val/loss: 2:2.2365174293518w1795977440.9825 4:2.1549599170685w1795977440.9971
  val/top1_error: 2:0.75084173679352w1795977440.9828 4:0.58585858345032w1795977440.9974
r/write-csv, csv
  loss: 1:2.3e1 2:2.07e2 3:1.863e3
  val_loss: 1:2.53e1 2:2.277e2
r/write-csv2, keras
  loss: 1:2.3e1 2:2.07e2 3:1.863e3
  val_loss: 1:2.53e1 2:2.277e2
r/write-table, keras
  loss: 1:2.3e1 2:2.07e2 3:1.863e3
  val_loss: 1:2.53e1 2:2.277e2
skorch/history, json
  dur: 1:0.011158227920532e1 2:0.0068690776824951e2
  train_batch_count: 1:2e1 2:2e2
  train_loss: 1:2.3107220768182e1 2:2.2984982348185e2
  valid_acc: 1:0.10277777777778e1 2:0.10277777777778e2
  valid_batch_count: 1:1e1 2:1e2
  valid_loss: 1:2.3043603897095e1 2:2.2926547527313e2
tensorboardx/errors/train, tensorboard, absolute time
  errors: 0:0.5w1795977439.1543 1:0.25w1795977439.1886
tensorboardx, tensorboard, absolute time
  train/loss: 0:2.2999999523163w1795977439.1518 1:2.0699999332428w1795977439.1886
timm, timm
  eval_loss: 0:2.4e0 1:1.92e1 2:1.536e2
  eval_top1: 0:20e0 1:36e1 2:48.8e2
  eval_top5: 0:99e0 1:99e1 2:99e2
  lr: 0:0.1e0 1:0.05e1 2:0.025e2
  train_loss: 0:2.3e0 1:1.84e1 2:1.472e2
)";

} // namespace

TEST(WrittenLogs, AreReadWhole)
{
    const auto folder = testData("writtenlogs");
    EXPECT_EQ(printed(readRunLogs({folder}), folder), expected);
}
