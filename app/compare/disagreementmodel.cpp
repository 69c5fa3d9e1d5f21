#include "compare/disagreementmodel.h"

#include "compare/disagreementtexts.h"
#include "texts/plaintooltip.h"

namespace inceptoscope {

int DisagreementModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int{FolderPairColumnCount};
}

QVariant DisagreementModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.model() != this)
        return {};
    if (role == Qt::ToolTipRole)
        return plainToolTip(row(index.row()).path + u'\n'
                            + disagreementText(row(index.row()), labels()));
    if (role == Qt::AccessibleTextRole && index.column() == FolderPhotoColumn)
        return disagreementText(row(index.row()), labels());
    return FolderTableModel::data(index, role);
}

QVariant DisagreementModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return FolderTableModel::headerData(section, orientation, role);
    const bool isName = role == Qt::DisplayRole;
    switch (section) {
    case FolderTopColumn:
        return isName ? tr("A's answer")
                      : tr("A's most probable class, or why the photo could not be read");
    case FolderConfidenceColumn:
        return isName ? tr("A's confidence") : tr("Probability of A's answer");
    case FolderRankColumn:
        return isName ? tr("A's rank")
                      : tr("Which of A's answers, by probability, is the class of the folder");
    case FolderOtherTopColumn:
        return isName ? tr("B's answer") : tr("B's most probable class");
    case FolderOtherConfidenceColumn:
        return isName ? tr("B's confidence") : tr("Probability of B's answer");
    case FolderOtherRankColumn:
        return isName ? tr("B's rank")
                      : tr("Which of B's answers, by probability, is the class of the folder");
    case FolderAgreeColumn:
        return isName ? tr("Agree") : tr("= where both answers are the same, ≠ where they are not");
    default:
        return FolderTableModel::headerData(section, orientation, role);
    }
}

} // namespace inceptoscope
