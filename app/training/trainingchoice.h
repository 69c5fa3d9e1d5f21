#pragma once

#include "graph/networkgraph.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <array>
#include <string>
#include <vector>

namespace inceptoscope {

/// A network to train: one of a family's, narrower and shorter.
struct VariantChoice
{
    QString network; ///< id of a family of the zoo
    double width = 1.0;
    std::vector<int> repeats; ///< of the stages A, B and C

    bool operator==(const VariantChoice &) const = default;
};

/// What is to be trained, on what and how: one variant, or two side by side.
struct TrainingChoice
{
    std::vector<VariantChoice> variants; ///< one or two
    int inputSize = 128; ///< pixels, of both
    QString data; ///< folder
    QString recipe = QStringLiteral("small-data");
    int epochs = 20;
    int batch = 0; ///< 0: the recipe's
    int seed = 1;
    bool brain = false; ///< bfloat16
    int threads = 0; ///< of each; 0: see threadsOfEach

    bool operator==(const TrainingChoice &) const = default;
};

/// Two variants of the paper's that compute about as much: one with residual connections and one
/// without.
using VariantPair = std::array<VariantChoice, 2>;
const std::vector<VariantPair> &readyPairs();
/// As in a ready pair, or as narrow as these.
VariantChoice readyVariant(const QString &network);

/// At the choice's input size and with so many classes.
Expected<NetworkGraph> graphOf(const VariantChoice &variant, int inputSize, int classes);

/// Photos a step.
int batchSize(const TrainingChoice &choice);

/// Networks in training compute at the same time, each with its share of the processors, so that
/// their curves grow side by side.
int threadsOfEach(const TrainingChoice &choice);

/// Of the program, to train that variant into a folder.
QStringList trainArguments(const TrainingChoice &choice, const VariantChoice &variant,
                           const QString &folder, bool resume);

/// Of the program, to tell what that training would take.
QStringList forecastArguments(const TrainingChoice &choice, const VariantChoice &variant,
                              const QString &folder);

/// Names of the folders that the variants are trained into.
QStringList runNames(const TrainingChoice &choice);

/// As it is kept beside the runs.
QByteArray toJson(const TrainingChoice &choice);
/// Fails where something is missing, unknown or out of its range; the message is a reason alone,
/// without a file's name.
Expected<TrainingChoice> readTrainingChoice(const QByteArray &json);

} // namespace inceptoscope
