"""Match offers with needs: compatibility gates, scoring factors, combinations, explanation and near matches.

The scoring factors are pure functions of numbers. They know no store and no language.
"""
