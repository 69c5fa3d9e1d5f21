#pragma once

#include "training/runstatus.h"
#include "training/trainingchoice.h"

namespace inceptoscope {

/// The family's: "Inception-v4".
QString variantTitle(const VariantChoice &variant);
/// For a choice's runs: of two of one family each has its width, too, or its repeats.
QStringList variantTitles(const TrainingChoice &choice);

/// "1.71 M parameters · 71.7 M multiply-adds".
QString costText(const NetworkGraph &graph);
/// That two networks are too different to be compared, and by how much; empty where they are not.
QString mismatchText(const NetworkGraph &a, const NetworkGraph &b);

/// How far a run is: "epoch 3 of 20 · batch 17 of 148 · 123 photos/s · about 12:05 left".
QString runText(const RunStatus &run, const TrainingChoice &choice);
/// Why it is not going on: one sentence, plain text; empty where there is nothing to say.
QString runProblem(const RunStatus &run, const QString &title);
/// Part done, 0 to 1; nothing where it is not known.
std::optional<double> runFraction(const RunStatus &run, const TrainingChoice &choice);
/// Seconds until the last epoch is done, about; nothing where it is not known.
std::optional<double> secondsLeft(const RunStatus &run, const TrainingChoice &choice);

} // namespace inceptoscope
