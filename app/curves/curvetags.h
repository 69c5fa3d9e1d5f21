#pragma once

#include "curves/runlog.h"

#include <QString>

#include <string>
#include <vector>

namespace inceptoscope {

/// What the runs have logged anything under, in name order, none twice.
std::vector<std::string> tagsOf(const std::vector<RunLog> &runs);

/// What to show first of a run: a loss where it has one. Empty where it has logged nothing.
std::string firstTag(const RunLog &run);

/// Whether it is an accuracy by its name: "val_acc", "eval/top1", "accuracy_top-5", …
bool isAccuracy(const std::string &tag);

/// Whether it was measured while training, by its name: "train_loss", "train/loss", …
bool isOfTraining(const std::string &tag);

/// A tag as it stands in a list or beside an axis: one line, and of a long one the beginning and
/// the end.
QString tagText(const std::string &tag);

} // namespace inceptoscope
