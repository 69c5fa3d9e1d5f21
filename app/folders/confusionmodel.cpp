#include "folders/confusionmodel.h"

#include "folders/foldertexts.h"
#include "texts/percenttext.h"
#include "texts/plaintooltip.h"

#include <algorithm>

namespace inceptoscope {

void ConfusionModel::setMatrix(const ConfusionMatrix &matrix, const QStringList &labels)
{
    if (matrix == m_matrix && labels == m_labels)
        return;
    const bool sameClasses = matrix.truths == m_matrix.truths && matrix.answers == m_matrix.answers
        && labels == m_labels;
    if (!sameClasses)
        beginResetModel();
    m_matrix = matrix;
    m_labels = labels;
    m_photos.clear();
    for (const int truth : m_matrix.truths)
        m_photos.push_back(m_matrix.photosOf(truth));
    if (!sameClasses)
        endResetModel();
    else if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

static int placeOf(const std::vector<int> &sorted, int value)
{
    const auto found = std::ranges::lower_bound(sorted, value);
    return found == sorted.end() || *found != value ? -1 : static_cast<int>(found - sorted.begin());
}

QModelIndex ConfusionModel::cell(int truth, int answer) const
{
    return index(placeOf(m_matrix.truths, truth), placeOf(m_matrix.answers, answer));
}

int ConfusionModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_matrix.truths.size());
}

int ConfusionModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_matrix.answers.size());
}

int ConfusionModel::truthOf(const QModelIndex &index) const
{
    return m_matrix.truths[static_cast<std::size_t>(index.row())];
}

int ConfusionModel::answerOf(const QModelIndex &index) const
{
    return m_matrix.answers[static_cast<std::size_t>(index.column())];
}

int ConfusionModel::photosOf(const QModelIndex &index) const
{
    return m_photos[static_cast<std::size_t>(index.row())];
}

double ConfusionModel::shareOf(const QModelIndex &index) const
{
    return static_cast<double>(m_matrix.count(truthOf(index), answerOf(index))) / photosOf(index);
}

QString ConfusionModel::sentence(const QModelIndex &index) const
{
    const int count = m_matrix.count(truthOf(index), answerOf(index));
    const QString truth = labelOf(m_labels, truthOf(index));
    const QString share =
        tr("%1 of %2 photos, %3")
            .arg(groupedText(count), groupedText(photosOf(index)), percentText(shareOf(index)));
    if (truthOf(index) == answerOf(index))
        return tr("%1, recognised: %2").arg(truth, share);
    return tr("%1, taken for %2: %3").arg(truth, labelOf(m_labels, answerOf(index)), share);
}

QVariant ConfusionModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    switch (role) {
    case Qt::DisplayRole: {
        const int count = m_matrix.count(truthOf(index), answerOf(index));
        return count == 0 ? QString() : groupedText(count);
    }
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(Qt::AlignCenter));
    case Qt::ToolTipRole:
        return plainToolTip(sentence(index));
    case Qt::AccessibleTextRole:
        return sentence(index);
    case ConfusionShareRole:
        return shareOf(index);
    case ConfusionRightRole:
        return truthOf(index) == answerOf(index);
    case ConfusionTruthRole:
        return truthOf(index);
    case ConfusionAnswerRole:
        return answerOf(index);
    default:
        return {};
    }
}

QVariant ConfusionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    const std::vector<int> &classes =
        orientation == Qt::Vertical ? m_matrix.truths : m_matrix.answers;
    if (section < 0 || section >= static_cast<int>(classes.size()))
        return {};
    const QString label = labelOf(m_labels, classes[static_cast<std::size_t>(section)]);
    if (role == Qt::DisplayRole)
        return label;
    if (role == Qt::ToolTipRole) {
        return plainToolTip(orientation == Qt::Vertical
                                ? tr("Photos of folders named %1").arg(label)
                                : tr("Photos answered with %1").arg(label));
    }
    return {};
}

} // namespace inceptoscope
